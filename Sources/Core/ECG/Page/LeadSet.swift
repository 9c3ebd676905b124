/// The leads of a recording by name, in microvolts, with those derived that follow from others.
public struct LeadSet: Sendable {
    public let sampleRate: Double
    /// In the recording's order, derived ones behind.
    public let names: [String]
    private let microvolts: [String: [Float]]

    /// - Parameter leads: as they are to be shown, filtered or not.
    public init(sampleRate: Double, leads: [(name: String, microvolts: [Float])]) {
        var byName: [String: [Float]] = [:]
        var order: [String] = []
        for lead in leads where byName[lead.name] == nil {
            byName[lead.name] = lead.microvolts
            order.append(lead.name)
        }
        for (name, samples) in Self.derived(from: byName) where byName[name] == nil {
            byName[name] = samples
            order.append(name)
        }
        self.sampleRate = sampleRate
        microvolts = byName
        names = order
    }

    public init(_ recording: Recording) {
        self.init(sampleRate: recording.sampleRate, leads: recording.leads.map { ($0.name, $0.microvolts) })
    }

    /// The samples of a lead; `-aVR` gives aVR upside down.
    public subscript(name: String) -> [Float]? {
        if name.hasPrefix("-") { return microvolts[String(name.dropFirst())]?.map(-) }
        return microvolts[name]
    }

    /// Seconds.
    public var duration: Double {
        sampleRate > 0 ? Double(microvolts.values.map(\.count).max() ?? 0) / sampleRate : 0
    }

    /// Einthoven's and Goldberger's equations, for recorders that keep eight leads.
    private static func derived(from leads: [String: [Float]]) -> [(String, [Float])] {
        guard let first = leads["I"], let second = leads["II"], first.count == second.count else { return [] }
        func combine(_ of: (Float, Float) -> Float) -> [Float] { zip(first, second).map(of) }
        return [
            ("III", combine { $1 - $0 }), ("aVR", combine { -($0 + $1) / 2 }), ("aVL", combine { $0 - $1 / 2 }),
            ("aVF", combine { $1 - $0 / 2 }),
        ]
    }
}
