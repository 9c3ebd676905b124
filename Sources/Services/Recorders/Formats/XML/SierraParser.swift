import ECG

/// Philips' Sierra XML, versions 1.03 to 1.04.02 (`restingecgdata`).
enum SierraParser: XMLRecordingParser {
    static let format = RecordingFormat.sierra

    static func recognises(_ root: XMLNode) -> Bool { root.name == "restingecgdata" }

    static func read(_ root: XMLNode) throws(RecordingError) -> Reading {
        guard let waves = root.find("waveforms", "parsedwaveforms") ?? root.descendants("parsedwaveforms").first else {
            throw root.failure(format, "there are no parsedwaveforms")
        }
        let signal = root.find("dataacquisition", "signalcharacteristics")
        let rate = waves.attributeNumber("samplespersecond") ?? signal?.number("samplingrate") ?? 0
        let scale = waves.attributeNumber("resolution") ?? signal?.number("resolution") ?? 5
        guard rate > 0 else { throw waves.failure(format, "there is no sampling rate") }
        var recording = Recording(sampleRate: rate, leads: [], facts: facts(root, signal: signal, waves: waves))
        let channels = try channels(waves, rate: rate, signal: signal)
        // Files have up to 16 channels, of which those without a label were not recorded.
        let labels = (waves.attribute("leadlabels") ?? "").split(separator: " ").map(String.init)
        for (index, samples) in channels.prefix(labels.isEmpty ? channels.count : labels.count).enumerated() {
            let name = index < labels.count ? labels[index] : "channel \(index + 1)"
            recording.leads.append(Recording.Lead(name: LeadName.usual(name), samples: samples, scale: scale))
        }
        recording.medianBeat = try medianBeat(root)
        return Reading(recording: recording)
    }

    private static func channels(_ waves: XMLNode, rate: Double, signal: XMLNode?) throws(RecordingError) -> [[Int32]] {
        let isPlain = waves.attribute("dataencoding")?.lowercased() == "plain"
        if waves.attribute("compression")?.uppercased() == "XLI" || waves.attribute("compressmethod")?.uppercased() == "XLI" {
            return try SierraXLI.channels(try waves.base64(format), path: waves.path)
        }
        let flat = isPlain ? try waves.integers(format) : try waves.base64(format).littleEndian16
        // Uncompressed channels stand one after another, each of durationperchannel milliseconds.
        let labels = (waves.attribute("leadlabels") ?? "").split(separator: " ").count
        let leads = labels > 0 ? labels : Int(waves.attributeNumber("numberofleads") ?? 12)
        let count = waves.attributeNumber("durationperchannel").flatMap { Int(exactly: ($0 * rate / 1000).rounded()) } ?? flat.count / max(leads, 1)
        guard leads > 0, leads <= Recording.mostLeads, count > 0, flat.count / count <= Recording.mostLeads else {
            throw waves.failure(format, "\(leads) leads of \(count) samples cannot be in \(flat.count) values")
        }
        return stride(from: 0, to: flat.count / count * count, by: count).map { Array(flat[$0..<$0 + count]) }
    }

    /// The representative beats, each with its own waveform.
    private static func medianBeat(_ root: XMLNode) throws(RecordingError) -> Recording.MedianBeat? {
        guard let beats = root.find("waveforms", "repbeats"), let rate = beats.attributeNumber("samplespersec"), rate > 0 else { return nil }
        let isPlain = beats.attribute("dataencoding")?.lowercased() == "plain"
        var found = Recording.MedianBeat(sampleRate: rate, leads: [])
        for beat in beats.all("repbeat") {
            guard let name = beat.attribute("leadname"), let wave = beat["waveform"] else { continue }
            let samples = isPlain ? try wave.integers(format) : try wave.base64(format).littleEndian16
            found.leads.append(Recording.Lead(name: LeadName.usual(name), samples: samples, scale: beats.attributeNumber("resolution") ?? 5))
        }
        return found.leads.isEmpty ? nil : found
    }

    private static let measurements = [
        "heartrate": "heartRate", "rrint": "rr", "print": "pr", "qrsdur": "qrs", "qtint": "qt", "qtcb": "qtcBazett", "qtcf": "qtcFridericia",
        "pfrontaxis": "pAxis", "qrsfrontaxis": "qrsAxis", "tfrontaxis": "tAxis", "atrialrate": "atrialRate",
    ]

    private static func facts(_ root: XMLNode, signal: XMLNode?, waves: XMLNode) -> Recording.Facts {
        var facts = Recording.Facts()
        if let patient = root.find("patient", "generalpatientdata") {
            facts.patientID = patient.string("MRN") ?? patient.string("patientid")
            facts.patientName = ["lastname", "firstname"].compactMap { patient["name"]?.string($0) }.joined(separator: " ").nonEmpty
            facts.sex = patient.string("sex").flatMap(Sex.code)
            facts.birthDate = patient.find("age", "dateofbirth")?.value
            facts.ageYears = patient["age"]?.number("years")
            facts.other["pacestatus"] = patient.string("pacestatus")
        }
        if let acquisition = root["dataacquisition"] {
            let time = [acquisition.attribute("date"), acquisition.attribute("time")].compactMap { $0 }.joined(separator: "T")
            facts.recordedAt = Moment(digitsOf: time)?.text
            facts.device = [acquisition.string("machine"), acquisition["machine"]?.attribute("detaildescription")].compactMap { $0 }.joined(separator: " ").nonEmpty
            facts.institution = acquisition["acquirer"]?.string("institutionname")
        }
        facts.highPassHertz = waves.attributeNumber("hipass") ?? signal?.number("hipass")
        facts.lowPassHertz = waves.attributeNumber("lowpass") ?? signal?.number("lowpass")
        if waves.attribute("notchfiltered")?.lowercased() == "true" { facts.notchHertz = waves.attributeNumber("notchfilterfreqs") }
        facts.other["documentversion"] = root["documentinfo"]?.string("documentversion")
        // The last interpretation is the valid one; those before it were edited.
        guard let interpretation = root["interpretations"]?.all("interpretation").last else { return facts }
        for node in interpretation["globalmeasurements"]?.children ?? [] {
            if let name = measurements[node.name] { facts.measurements[name] = node.number }
        }
        facts.statements = interpretation.all("statement").compactMap { statement in
            [statement.string("leftstatement"), statement.string("rightstatement")].compactMap { $0 }.joined(separator: " ").nonEmpty
        }
        if let severity = interpretation.string("severity") { facts.other["severity"] = severity }
        return facts
    }
}
