import ECG

/// The sequences of a series: one of times, and one of values for each lead.
struct AECGSequences {
    private(set) var sampleRate = 0.0
    private(set) var leads: [Recording.Lead] = []
    /// The time of the first sample as written; nil if times are relative.
    private(set) var start: String?

    /// Reads the first set of sequences, and those that follow it in time where the file splits a long recording.
    init(of series: XMLNode) throws(RecordingError) {
        let sets = series.all("component").compactMap { $0["sequenceSet"] }
        guard !sets.isEmpty else { throw series.failure(.aecg, "there is no sequenceSet") }
        for set in sets { try read(set) }
        guard sampleRate > 0 else { throw series.failure(.aecg, "no sequence gives the time between samples") }
    }

    private mutating func read(_ set: XMLNode) throws(RecordingError) {
        for sequence in set.all("component").compactMap({ $0["sequence"] }) {
            guard let code = sequence["code"]?.attribute("code"), let value = sequence["value"] else { continue }
            if code.hasPrefix("TIME_") { try readTimes(value) } else { try readLead(code, value) }
        }
    }

    private mutating func readTimes(_ value: XMLNode) throws(RecordingError) {
        guard let increment = value["increment"], let step = increment.attributeNumber("value"), step > 0 else {
            throw value.failure(.aecg, "there is no increment of time")
        }
        guard sampleRate == 0 else { return }
        let seconds: Double
        switch increment.attribute("unit") ?? "s" {
        case "s": seconds = step
        case "ms": seconds = step / 1000
        case "us": seconds = step / 1_000_000
        default: throw increment.failure(.aecg, "the unit of time is not known")
        }
        sampleRate = SampleInterval.rate(ofSeconds: seconds)
        start = value["head"]?.attribute("value").flatMap { $0.count >= 8 ? $0 : nil }
    }

    private mutating func readLead(_ code: String, _ value: XMLNode) throws(RecordingError) {
        guard let digits = value["digits"] else { return }
        let scale = value["scale"]?.attributeNumber("value") ?? 1
        guard let unit = Voltage.microvolts(ofOne: value["scale"]?.attribute("unit") ?? "uV"), scale != 0 else {
            throw value.failure(.aecg, "the scale is no voltage")
        }
        let origin = value["origin"]?.attributeNumber("value") ?? 0
        let originUnit = Voltage.microvolts(ofOne: value["origin"]?.attribute("unit") ?? "uV") ?? unit
        let name = LeadName.usual(code)
        let samples = try digits.integers(.aecg)
        // A value is origin + digit · scale.
        let lead = Recording.Lead(name: name, samples: samples, scale: scale * unit, zero: origin == 0 ? 0 : -(origin * originUnit) / (scale * unit))
        if let index = leads.firstIndex(where: { $0.name == name }) {
            leads[index].samples += lead.samples
        } else {
            leads.append(lead)
        }
    }
}
