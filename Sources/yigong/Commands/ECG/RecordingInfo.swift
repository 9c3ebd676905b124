import ECG
import Recorders

/// What `yigong ecg info` says of a recording.
struct RecordingInfo: Encodable {
    struct Lead: Encodable {
        let name: String
        let samples: Int
        /// Microvolts of one unit, and the unit that is zero volts.
        let scale: Double
        let zero: Double
        let missing: Int
    }

    struct MedianBeat: Encodable {
        let sampleRate: Double
        let samples: Int
        let leads: [String]
        let fiducials: [String: Int]
    }

    let file: String
    let format: String
    /// Samples a second.
    let sampleRate: Double
    /// Seconds.
    let duration: Double
    let sampleCount: Int
    let leads: [Lead]
    let facts: Recording.Facts
    let annotations: Int
    let medianBeat: MedianBeat?
    let warnings: [String]

    init(_ source: RecordingFile, name: String) {
        let recording = source.recording
        file = name
        format = source.format.rawValue
        sampleRate = recording.sampleRate
        duration = recording.duration
        sampleCount = recording.sampleCount
        leads = recording.leads.map { lead in
            let missing = lead.samples.reduce(0) { $0 + ($1 == Recording.Lead.missing ? 1 : 0) }
            return Lead(name: lead.name, samples: lead.samples.count, scale: lead.scale, zero: lead.zero, missing: missing)
        }
        facts = recording.facts
        annotations = recording.annotations.count
        medianBeat = recording.medianBeat.map {
            MedianBeat(sampleRate: $0.sampleRate, samples: $0.leads.map(\.samples.count).max() ?? 0, leads: $0.leads.map(\.name), fiducials: $0.fiducials)
        }
        warnings = source.warnings
    }

    func print() {
        Swift.print("\(file): \(RecordingFormat(rawValue: format)?.title ?? format)")
        var rows: [(String, String)] = [
            ("wave", "\(leads.count) leads, \(sampleRate.short) Hz, \(duration.short) s, \(sampleCount) samples"),
            ("leads", leads.map(\.name).joined(separator: " ")),
            ("unit", Set(leads.map(\.scale)).sorted().map { "\($0.short) µV" }.joined(separator: ", ")),
        ]
        rows += facts.rows
        if annotations > 0 { rows.append(("marks", "\(annotations)")) }
        if let medianBeat { rows.append(("median beat", "\(medianBeat.leads.count) leads, \(medianBeat.sampleRate.short) Hz, \(medianBeat.samples) samples")) }
        rows += warnings.map { ("warning", $0) }
        for (label, text) in rows { Swift.print("  \(label)\(String(repeating: " ", count: max(13 - label.count, 1)))\(text)") }
    }
}

extension Recording.Facts {
    fileprivate var rows: [(String, String)] {
        let patient = [patientName, patientID, sex, ageYears.map { "\($0.short) y" }, birthDate].compactMap { $0 }
        let filters = [
            highPassHertz.map { "high pass \($0.short) Hz" }, lowPassHertz.map { "low pass \($0.short) Hz" },
            notchHertz.map { "notch \($0.short) Hz" },
        ].compactMap { $0 }
        let values = measurements.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.short)" }
        let all: [(String, String)] = [
            ("patient", patient.joined(separator: ", ")), ("recorded", recordedAt ?? ""), ("device", device ?? ""),
            ("institution", institution ?? ""), ("filters", filters.joined(separator: ", ")), ("measured", values.joined(separator: ", ")),
        ]
        return all.filter { !$0.1.isEmpty } + statements.map { ("statement", $0) }
    }
}

extension Double {
    /// Without `.0`, and with at most four decimals.
    var short: String {
        let rounded = (self * 10_000).rounded() / 10_000
        return Int(exactly: rounded).map { String($0) } ?? "\(rounded)"
    }
}
