import ECG

/// The XML of Mortara (Welch Allyn, Hillrom) ELI electrocardiographs.
enum MortaraParser: XMLRecordingParser {
    static let format = RecordingFormat.mortara

    static func recognises(_ root: XMLNode) -> Bool { root.name == "ECG" && root["CHANNEL"] != nil }

    static func read(_ root: XMLNode) throws(RecordingError) -> Reading {
        var recording = Recording(sampleRate: 0, leads: [], facts: facts(root))
        for channel in root.all("CHANNEL") {
            guard let rate = channel.attributeNumber("SAMPLE_FREQ"), rate > 0 else { throw channel.failure(format, "there is no SAMPLE_FREQ") }
            guard recording.sampleRate == 0 || recording.sampleRate == rate else { throw channel.failure(format, "the channels differ in SAMPLE_FREQ") }
            recording.sampleRate = rate
            recording.leads.append(try lead(channel, format: channel, name: "channel \(recording.leads.count + 1)"))
        }
        if let cycle = root["TYPICAL_CYCLE"] { recording.medianBeat = try medianBeat(cycle, sampleRate: recording.sampleRate) }
        return Reading(recording: recording)
    }

    private static func medianBeat(_ cycle: XMLNode, sampleRate: Double) throws(RecordingError) -> Recording.MedianBeat? {
        let channels = cycle.all("TYPICAL_CYCLE_CHANNEL")
        guard !channels.isEmpty else { return nil }
        var beat = Recording.MedianBeat(sampleRate: cycle.attributeNumber("SAMPLE_FREQ") ?? sampleRate, leads: [])
        for channel in channels { beat.leads.append(try lead(channel, format: cycle, name: "channel \(beat.leads.count + 1)")) }
        let names = ["P_ONSET": "pOnset", "P_OFFSET": "pOffset", "Q_ONSET": "qrsOnset", "Q_OFFSET": "qrsOffset", "T_OFFSET": "tOffset"]
        for (name, key) in names {
            beat.fiducials[key] = cycle.attributeNumber(name).flatMap { Int(exactly: ($0 * beat.sampleRate / 1000).rounded()) }
        }
        return beat
    }

    /// - Parameter coding: the element that says how samples are written, the channel itself or what contains it.
    private static func lead(_ channel: XMLNode, format coding: XMLNode, name: String) throws(RecordingError) -> Recording.Lead {
        let bits = coding.attribute("BITS") ?? "16"
        let encoding = coding.attribute("ENCODING")?.uppercased() ?? "BASE64"
        guard bits == "16", encoding == "BASE64" else { throw channel.failure(format, "\(bits) bits in \(encoding) are not supported") }
        let samples = try channel.base64(format, channel.attributes["DATA"]).littleEndian16
        let unitsPerMillivolt = coding.attributeNumber("UNITS_PER_MV") ?? channel.attributeNumber("UNITS_PER_MV") ?? 400
        guard unitsPerMillivolt > 0 else { throw channel.failure(format, "\(unitsPerMillivolt) units a millivolt") }
        return Recording.Lead(name: LeadName.usual(channel.attribute("NAME") ?? name), samples: samples, scale: 1000 / unitsPerMillivolt)
    }

    private static let measurements = [
        "VENT_RATE": "heartRate", "AVERAGE_RR": "rr", "NUM_QRS": "qrsCount", "P_DURATION": "p", "PR_DURATION": "pr", "QRS_DURATION": "qrs", "QT": "qt",
        "QTC": "qtc", "QTB": "qtcBazett", "QTF": "qtcFridericia", "P_AXIS": "pAxis", "QRS_AXIS": "qrsAxis", "T_AXIS": "tAxis",
    ]

    private static func facts(_ root: XMLNode) -> Recording.Facts {
        var facts = Recording.Facts()
        let subject = root["SUBJECT"]
        facts.patientID = subject?.attribute("ID")
        facts.patientName = ["LAST_NAME", "FIRST_NAME"].compactMap { subject?.attribute($0) }.joined(separator: " ").nonEmpty
        facts.sex = subject?.attribute("GENDER").flatMap(Sex.code)
        facts.birthDate = (subject?.attribute("DOB_XML") ?? subject?.attribute("DOB")).flatMap { Moment(digitsOf: $0)?.dateText }
        facts.ageYears = root.attributeNumber("AGE").map { $0 * AgeUnit.years(ofOne: root.attribute("AGE_UNITS") ?? "") }
        facts.recordedAt = (root.attribute("ACQUISITION_TIME_XML") ?? root.attribute("ACQUISITION_TIME")).flatMap { Moment(digitsOf: $0)?.text }
        if let source = root["SOURCE"] {
            facts.device = ["MANUFACTURER", "MODEL", "ACQUIRING_DEVICE_SW_VERSION"].compactMap(source.attribute).joined(separator: " ").nonEmpty
            facts.institution = source.attribute("ACQUIRING_DEVICE_SITE_NAME")
            facts.lowPassHertz = source.attributeNumber("LOW_PASS_FILTER")
        }
        for node in [root, root["TYPICAL_CYCLE"]].compactMap({ $0 }) {
            for (name, key) in measurements { facts.measurements[key] = node.attributeNumber(name) ?? facts.measurements[key] }
        }
        facts.statements = (root["AUTOMATIC_INTERPRETATION"]?.all("STATEMENT") ?? []).compactMap { statement in
            [statement.attribute("TEXT") ?? statement.value, statement.attribute("REASON")].compactMap { $0 }.joined(separator: ": ").nonEmpty
        }
        return facts
    }
}
