import ECG

/// The XML of GE CardioSoft and CASE (`CardiologyXML`).
enum CardioSoftParser: XMLRecordingParser {
    static let format = RecordingFormat.cardiosoft

    static func recognises(_ root: XMLNode) -> Bool { root.name == "CardiologyXML" }

    static func read(_ root: XMLNode) throws(RecordingError) -> Reading {
        guard let strip = root["StripData"] else { throw root.failure(format, "there is no StripData") }
        let wave = try leads(of: strip)
        var recording = Recording(sampleRate: wave.sampleRate, leads: wave.leads, facts: facts(root))
        recording.annotations = beats(strip, sampleRate: wave.sampleRate)
        if let median = root.find("RestingECGMeasurements", "MedianSamples") {
            let beat = try leads(of: median)
            recording.medianBeat = Recording.MedianBeat(
                sampleRate: beat.sampleRate, leads: beat.leads, fiducials: fiducials(root["RestingECGMeasurements"], sampleRate: beat.sampleRate))
        }
        var warnings: [String] = []
        if let all = root["FullDisclosure"], let count = all["FullDisclosureData"]?.number("SampleCountTotal") {
            warnings.append("the file also has a full disclosure of \(Int(count)) samples, which is not read")
        }
        return Reading(recording: recording, warnings: warnings)
    }

    private static func leads(of node: XMLNode) throws(RecordingError) -> (sampleRate: Double, leads: [Recording.Lead]) {
        guard let rate = node.number("SampleRate"), rate > 0 else { throw node.failure(format, "there is no SampleRate") }
        guard let resolution = node["Resolution"], let scale = resolution.number, scale != 0 else { throw node.failure(format, "there is no Resolution") }
        var leads: [Recording.Lead] = []
        for wave in node.all("WaveformData") {
            guard let name = wave.attribute("lead") else { throw wave.failure(format, "the lead has no name") }
            leads.append(Recording.Lead(name: LeadName.usual(name), samples: try wave.integers(format), scale: scale))
        }
        return (rate, leads.withDerivedLimbLeads)
    }

    private static func beats(_ strip: XMLNode, sampleRate: Double) -> [Recording.Annotation] {
        guard let results = strip["ArrhythmiaResults"] else { return [] }
        return zip(results.all("Time"), results.all("BeatClass")).compactMap { time, kind in
            guard let sample = time.number.flatMap({ Int(exactly: ($0 * sampleRate / 1000).rounded()) }) else { return nil }
            return Recording.Annotation(sample: sample, code: "QRS", text: kind.value ?? "")
        }
    }

    /// Marks of the median beat, in milliseconds.
    private static func fiducials(_ node: XMLNode?, sampleRate: Double) -> [String: Int] {
        let names = ["POnset": "pOnset", "POffset": "pOffset", "QOnset": "qrsOnset", "QOffset": "qrsOffset", "TOffset": "tOffset"]
        return names.reduce(into: [:]) { found, name in
            found[name.value] = node?.number(name.key).flatMap { Int(exactly: ($0 * sampleRate / 1000).rounded()) }
        }
    }

    private static let measurements = [
        "VentricularRate": "heartRate", "PQInterval": "pr", "PDuration": "p", "QRSDuration": "qrs", "QTInterval": "qt", "QTCInterval": "qtc",
        "RRInterval": "rr", "PPInterval": "pp", "PAxis": "pAxis", "RAxis": "qrsAxis", "TAxis": "tAxis",
    ]

    private static func facts(_ root: XMLNode) -> Recording.Facts {
        var facts = Recording.Facts()
        if let patient = root["PatientInfo"] {
            facts.patientID = patient.string("PID")
            facts.patientName = ["FamilyName", "GivenName"].compactMap { patient["Name"]?.string($0) }.joined(separator: " ").nonEmpty
            facts.sex = patient.string("Gender").flatMap(Sex.code)
            facts.birthDate = patient["BirthDateTime"].flatMap(moment)?.dateText
            facts.ageYears = patient["Age"].flatMap { age in age.number.map { $0 * AgeUnit.years(ofOne: age.attribute("units") ?? "") } }
            facts.other["paceMaker"] = patient.string("PaceMaker")
        }
        facts.recordedAt = root["ObservationDateTime"].flatMap(moment)?.text
        if let device = root.find("ClinicalInfo", "DeviceInfo") {
            facts.device = ["Desc", "SoftwareVer", "AnalysisVer"].compactMap(device.string).joined(separator: " ").nonEmpty
        }
        facts.institution = root.find("PatientVisit", "ServicingFacility", "Name")?.value
        if let filter = root["FilterSetting"] {
            facts.lowPassHertz = filter.number("LowPass")
            facts.highPassHertz = filter.number("HighPass")
            facts.notchHertz = filter.string("Filter50Hz") == "Yes" ? 50 : filter.string("Filter60Hz") == "Yes" ? 60 : nil
        }
        for node in root["RestingECGMeasurements"]?.children ?? [] {
            if let name = measurements[node.name] { facts.measurements[name] = node.number }
        }
        facts.statements = (root.find("Interpretation", "Diagnosis")?.all("DiagnosisText") ?? []).compactMap(\.value)
        return facts
    }

    private static func moment(_ node: XMLNode) -> Moment? {
        func part(_ name: String) -> Int { node.number(name).flatMap { Int(exactly: $0) } ?? 0 }
        return Moment(year: part("Year"), month: part("Month"), day: part("Day"), hour: part("Hour"), minute: part("Minute"), second: part("Second"))
    }
}
