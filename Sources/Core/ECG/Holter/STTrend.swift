/// The level of ST minute by minute, microvolts from the PR segment, in each lead; nil for a minute without a clear beat.
public struct STTrend: Sendable, Codable {
    public let leadNames: [String]
    /// By lead, then by minute.
    public let levels: [[Double?]]

    /// - Parameter normal: samples of the beats that it is taken from.
    init?(_ recording: Recording, normal: [Int]) throws(ECGError) {
        guard recording.duration >= 60, let first = normal.first else { return nil }
        let rate = recording.sampleRate
        let start = max(0, first - Int(rate)), leads = recording.leads.filter { !$0.samples.isEmpty }
        let excerpt = LeadSet(
            sampleRate: rate, leads: leads.map { ($0.name, $0.microvolts(start..<start + Int(30 * rate))) })
        guard let qrs = try Delineation(excerpt).mainShape?.waves.qrs else { return nil }
        let scale = 1000 / BeatShape.sampleRate
        // The PR segment ends 12 ms before the QRS; ST is taken 60 ms after it.
        let baseline = Double(BeatShape.alignment - qrs.onset) * scale + 12, level = Double(qrs.offset - BeatShape.alignment) * scale + 60
        leadNames = leads.map(\.name)

        let minutes = Dictionary(grouping: normal) { Int(Double($0) / rate / 60) }
        let count = Int(recording.duration / 60) + 1, width = max(1, Int(0.008 * rate))
        let before = Int(baseline * rate / 1000), after = Int(level * rate / 1000)
        levels = leads.map { lead in
            (0..<count).map { minute -> Double? in
                let values = (minutes[minute] ?? []).compactMap { beat -> Double? in
                    guard beat - before - width >= 0, beat + after + width < lead.samples.count else { return nil }
                    let difference = Self.mean(lead, at: beat + after, width) - Self.mean(lead, at: beat - before, width)
                    return difference.isFinite ? difference : nil
                }.sorted()
                return values.count >= 5 ? values[values.count / 2] : nil
            }
        }
    }

    private static func mean(_ lead: Recording.Lead, at sample: Int, _ width: Int) -> Double {
        let values = lead.microvolts((sample - width / 2)..<(sample - width / 2 + width))
        return Double(values.reduce(0, +)) / Double(width)
    }
}
