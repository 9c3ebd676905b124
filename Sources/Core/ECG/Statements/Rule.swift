/// One rule: what it says, and what it takes. A rule returns the measurements that make it hold, or nil.
struct Rule: Sendable {
    typealias Test = @Sendable (Findings) -> [Statement.Evidence]?

    let code: String
    let group: Statement.Group
    let severity: Statement.Severity
    let chinese: String
    let english: String
    let test: Test

    init(
        _ code: String, _ group: Statement.Group, _ severity: Statement.Severity, _ chinese: String, _ english: String, _ test: @escaping Test
    ) {
        self.code = code
        self.group = group
        self.severity = severity
        self.chinese = chinese
        self.english = english
        self.test = test
    }

    func statement(_ findings: Findings) -> Statement? {
        test(findings).map {
            Statement(code: code, group: group, severity: severity, chinese: chinese, english: english, evidence: $0)
        }
    }
}

/// All that rules may look at.
struct Findings: Sendable {
    let measurements: Measurements
    let rhythm: Rhythm
    let quality: [SignalQuality]
    let reversal: LeadReversal?
    /// Seconds.
    let duration: Double
    let beatCount: Int
    let spikeCount: Int
    /// `M` or `F`; nil for unknown.
    let sex: String?
    let age: Double?

    func lead(_ name: String) -> LeadMeasurements? { measurements.lead(name) }
    /// Most beats are paced: statements on QRS and ST then mean nothing.
    var isPaced: Bool { rhythm.count(.paced) * 2 > beatCount }
    var hasWideQRS: Bool { (measurements.qrs ?? 0) >= 120 }
    var rate: Double? { measurements.heartRate }

    /// The leads' value under their names, where all have one that passes.
    func all(_ names: [String], _ value: KeyPath<LeadMeasurements, Double?>, as suffix: String, _ passes: (Double) -> Bool) -> [Statement.Evidence]? {
        some(names, value, as: suffix, least: names.count, passes)
    }

    /// The same, where at least so many do.
    func some(
        _ names: [String], _ value: KeyPath<LeadMeasurements, Double?>, as suffix: String, least: Int, _ passes: (Double) -> Bool
    ) -> [Statement.Evidence]? {
        let passing = names.compactMap { name in
            lead(name)?[keyPath: value].flatMap { passes($0) ? Statement.Evidence("\(name).\(suffix)", $0.rounded(), "µV") : nil }
        }
        return passing.count >= least ? passing : nil
    }
}

extension Statement.Evidence {
    static func rate(_ value: Double) -> Self { .init("heartRate", value.rounded(), "/min") }
    static func milliseconds(_ name: String, _ value: Double) -> Self { .init(name, value.rounded(), "ms") }
    static func degrees(_ name: String, _ value: Double) -> Self { .init(name, value.rounded(), "°") }
    static func microvolts(_ name: String, _ value: Double) -> Self { .init(name, value.rounded(), "µV") }
}
