import ECG

/// The XML that GE's MUSE system writes (restecg.dtd).
enum MUSEParser: XMLRecordingParser {
    static let format = RecordingFormat.muse

    static func recognises(_ root: XMLNode) -> Bool { root.name == "RestingECG" }

    static func read(_ root: XMLNode) throws(RecordingError) -> Reading {
        // Files differ in whether the median beats or the rhythm come first.
        let waves = root.all("Waveform")
        guard let rhythm = waves.first(where: { $0.string("WaveformType")?.lowercased() == "rhythm" }) ?? waves.first else {
            throw root.failure(format, "there is no Waveform")
        }
        var warnings: [String] = []
        var recording = try wave(rhythm, warnings: &warnings)
        recording.facts = facts(root, rhythm)
        if let median = waves.first(where: { $0.string("WaveformType")?.lowercased() == "median" }) {
            let beat = try wave(median, warnings: &warnings)
            recording.medianBeat = Recording.MedianBeat(sampleRate: beat.sampleRate, leads: beat.leads, fiducials: fiducials(root, beat))
        }
        recording.annotations = beats(root, sampleRate: recording.sampleRate)
        return Reading(recording: recording, warnings: warnings)
    }

    private static func wave(_ node: XMLNode, warnings: inout [String]) throws(RecordingError) -> Recording {
        guard let base = node.number("SampleBase"), base > 0 else { throw node.failure(format, "there is no SampleBase") }
        let exponent = node.number("SampleExponent") ?? 0
        let rate = base * power(ofTen: exponent)
        var leads: [Recording.Lead] = []
        for lead in node.all("LeadData") { leads.append(try read(lead, warnings: &warnings)) }
        return Recording(sampleRate: rate, leads: leads.withDerivedLimbLeads)
    }

    private static func power(ofTen exponent: Double) -> Double {
        var power = 1.0
        for _ in 0..<Int(min(abs(exponent), 9)) { power *= exponent < 0 ? 0.1 : 10 }
        return power
    }

    private static func read(_ node: XMLNode, warnings: inout [String]) throws(RecordingError) -> Recording.Lead {
        guard let name = node.string("LeadID"), let data = node["WaveFormData"] else { throw node.failure(format, "LeadData lacks LeadID or WaveFormData") }
        let bytes = try data.base64(format)
        let size = node.number("LeadSampleSize") ?? 2
        guard size == 2 || size == 4 else { throw node.failure(format, "samples of \(size) bytes are not supported") }
        if let expected = node.string("LeadDataCRC32").flatMap({ UInt32($0) }), expected != CRC32.of(bytes) {
            warnings.append("lead \(name): the CRC-32 of the samples does not fit")
        }
        let samples = size == 2 ? bytes.littleEndian16 : bytes.littleEndian32
        if let expected = node.number("LeadSampleCountTotal"), Int(exactly: expected) != samples.count {
            warnings.append("lead \(name): \(samples.count) samples, \(expected) were announced")
        }
        let unit = Voltage.microvolts(ofOne: node.string("LeadAmplitudeUnits") ?? "MICROVOLTS") ?? 1
        return Recording.Lead(name: LeadName.usual(name), samples: samples, scale: (node.number("LeadAmplitudeUnitsPerBit") ?? 4.88) * unit)
    }

    /// Marks of the median beat, counted in samples of ECGSampleBase.
    private static func fiducials(_ root: XMLNode, _ beat: Recording) -> [String: Int] {
        guard let node = root["RestingECGMeasurements"] else { return [:] }
        let base = node.number("ECGSampleBase") ?? beat.sampleRate
        let names = ["POnset": "pOnset", "POffset": "pOffset", "QOnset": "qrsOnset", "QOffset": "qrsOffset", "TOffset": "tOffset"]
        return names.reduce(into: [:]) { found, name in
            guard let sample = node.number(name.key), sample > 0, base > 0 else { return }
            found[name.value] = Int(exactly: (sample * beat.sampleRate / base).rounded())
        }
    }

    /// QRS complexes, at milliseconds.
    private static func beats(_ root: XMLNode, sampleRate: Double) -> [Recording.Annotation] {
        (root["QRSTimesTypes"]?.all("QRS") ?? []).compactMap { beat in
            guard let time = beat.number("Time"), let sample = Int(exactly: (time * sampleRate / 1000).rounded()) else { return nil }
            return Recording.Annotation(sample: sample, code: "QRS", text: beat.string("Type") ?? "")
        }
    }

    private static let measurements = [
        "VentricularRate": "heartRate", "PRInterval": "pr", "QRSDuration": "qrs", "QTInterval": "qt", "QTCorrected": "qtc",
        "QTcFrederica": "qtcFridericia", "PAxis": "pAxis", "RAxis": "qrsAxis", "TAxis": "tAxis", "AtrialRate": "atrialRate", "QRSCount": "qrsCount",
    ]

    private static func facts(_ root: XMLNode, _ rhythm: XMLNode) -> Recording.Facts {
        var facts = Recording.Facts()
        if let patient = root["PatientDemographics"] {
            facts.patientID = patient.string("PatientID")
            facts.patientName = [patient.string("PatientLastName"), patient.string("PatientFirstName")].compactMap { $0 }.joined(separator: " ").nonEmpty
            facts.sex = patient.string("Gender").flatMap(Sex.code)
            facts.birthDate = patient.string("DateofBirth").flatMap(date)?.dateText
            facts.ageYears = patient.number("PatientAge").map { $0 * AgeUnit.years(ofOne: patient.string("AgeUnits") ?? "YEARS") }
        }
        if let test = root["TestDemographics"] {
            facts.recordedAt = test.string("AcquisitionDate").flatMap { date($0, time: test.string("AcquisitionTime")) }?.text
            facts.device = [test.string("AcquisitionDevice"), test.string("AcquisitionSoftwareVersion")].compactMap { $0 }.joined(separator: " ").nonEmpty
            facts.institution = test.string("SiteName")
            facts.other["location"] = test.string("LocationName")
        }
        // Hundredths of a hertz, while the low pass is in hertz.
        facts.highPassHertz = rhythm.number("HighPassFilter").map { $0 / 100 }
        facts.lowPassHertz = rhythm.number("LowPassFilter")
        facts.notchHertz = rhythm.number("ACFilter")
        for node in root["RestingECGMeasurements"]?.children ?? [] {
            if let name = measurements[node.name] { facts.measurements[name] = node.number }
        }
        facts.statements = statements(root["Diagnosis"] ?? root["OriginalDiagnosis"])
        return facts
    }

    /// A statement is made of pieces of text; the flag ENDSLINE ends it.
    private static func statements(_ diagnosis: XMLNode?) -> [String] {
        var lines: [String] = []
        var line: [String] = []
        for piece in diagnosis?.all("DiagnosisStatement") ?? [] {
            if let text = piece.string("StmtText") { line.append(text) }
            if piece.all("StmtFlag").contains(where: { $0.value == "ENDSLINE" }) {
                lines.append(line.joined(separator: " "))
                line = []
            }
        }
        return (lines + [line.joined(separator: " ")]).filter { !$0.isEmpty }
    }

    /// `MM-DD-YYYY`, the way MUSE writes dates.
    private static func date(_ text: String, time: String? = nil) -> Moment? {
        let numbers = text.split { !$0.isASCIIDigit }.compactMap { Int($0) }
        let clock = (time ?? "").split { !$0.isASCIIDigit }.compactMap { Int($0) } + [0, 0, 0]
        guard numbers.count == 3 else { return nil }
        let isYearFirst = numbers[0] > 31
        return Moment(
            year: numbers[isYearFirst ? 0 : 2], month: numbers[isYearFirst ? 1 : 0], day: numbers[isYearFirst ? 2 : 1],
            hour: clock[0], minute: clock[1], second: clock[2])
    }

    private static func date(_ text: String) -> Moment? { date(text, time: nil) }
}
