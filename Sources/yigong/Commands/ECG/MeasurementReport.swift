import ECG

/// What `yigong ecg measure --json` prints: a minute, milliseconds, degrees, microvolts. What could not be measured is null.
struct MeasurementReport: Encodable {
    struct Spread: Encodable {
        let mean, shortest, longest: Double?

        enum CodingKeys: CodingKey { case mean, shortest, longest }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(mean, forKey: .mean)
            try values.encode(shortest, forKey: .shortest)
            try values.encode(longest, forKey: .longest)
        }
    }

    struct AxisReport: Encodable {
        let axes: Axes

        enum CodingKeys: CodingKey { case p, qrs, t }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(axes.p?.rounded(), forKey: .p)
            try values.encode(axes.qrs?.rounded(), forKey: .qrs)
            try values.encode(axes.t?.rounded(), forKey: .t)
        }
    }

    struct QTcReport: Encodable {
        let qtc: CorrectedQT?

        enum CodingKeys: CodingKey { case bazett, fridericia, framingham, hodges }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(qtc?.bazett.tenths, forKey: .bazett)
            try values.encode(qtc?.fridericia.tenths, forKey: .fridericia)
            try values.encode(qtc?.framingham.tenths, forKey: .framingham)
            try values.encode(qtc?.hodges.tenths, forKey: .hodges)
        }
    }

    let file: String
    let analysis: ECGAnalysis
    /// Of a recording of more than ten minutes; the rest of the report is then of its first five.
    let holter: HolterAnalysis?

    private static let long = 600.0, excerpt = 300.0

    init(_ recording: Recording, file: String, profile: CriticalProfile) throws {
        self.file = file
        let isLong = recording.duration > Self.long
        let measured = isLong ? recording.excerpt(0..<Int(Self.excerpt * recording.sampleRate)) : recording
        analysis = try ECGAnalysis(measured, profile: profile)
        holter = isLong ? try HolterAnalysis(recording) : nil
    }

    enum CodingKeys: String, CodingKey {
        case file, heartRate, rr, pDuration, pr, qrs, qt, qtc, qtDispersion, axes, leads, sokolowLyon, cornell, rhythm, beats, classes
        case variability, latePotentials, quality, leadReversal, pacemakerSpikes, statements, triage, holter, note
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        let measured = analysis.measurements
        try values.encode(file, forKey: .file)
        try values.encode(measured.heartRate?.tenths, forKey: .heartRate)
        let milliseconds = { (seconds: Double?) in seconds.map { ($0 * 1000).tenths } }
        try values.encode(
            Spread(mean: milliseconds(measured.meanRR), shortest: milliseconds(measured.shortestRR), longest: milliseconds(measured.longestRR)),
            forKey: .rr)
        try values.encode(measured.pDuration, forKey: .pDuration)
        try values.encode(measured.pr, forKey: .pr)
        try values.encode(measured.qrs, forKey: .qrs)
        try values.encode(measured.qt, forKey: .qt)
        try values.encode(QTcReport(qtc: measured.qtc), forKey: .qtc)
        try values.encode(measured.qtDispersion, forKey: .qtDispersion)
        try values.encode(AxisReport(axes: measured.axes), forKey: .axes)
        try values.encode(Dictionary(measured.leads.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }), forKey: .leads)
        try values.encode(measured.sokolowLyon?.rounded(), forKey: .sokolowLyon)
        try values.encode(measured.cornell?.rounded(), forKey: .cornell)
        try values.encode(analysis.rhythm.atria, forKey: .rhythm)
        try values.encode(analysis.delineation.beats.map(\.sample), forKey: .beats)
        try values.encode(analysis.rhythm.classes.map(\.rawValue).joined(), forKey: .classes)
        try values.encode(analysis.variability, forKey: .variability)
        try values.encode(analysis.latePotentials, forKey: .latePotentials)
        try values.encode(analysis.quality, forKey: .quality)
        try values.encode(analysis.leadReversal, forKey: .leadReversal)
        try values.encode(analysis.delineation.pacemakerSpikes, forKey: .pacemakerSpikes)
        try values.encode(analysis.statements, forKey: .statements)
        try values.encode(analysis.triage, forKey: .triage)
        try values.encode(holter.map(HolterReport.init), forKey: .holter)
        try values.encode("程序辅助测量，不作诊断 / The program assists and does not diagnose", forKey: .note)
    }
}

extension Double {
    fileprivate var tenths: Double { (self * 10).rounded() / 10 }
}
