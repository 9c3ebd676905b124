/// One thing the program says about a recording, and the measurements that made it say so. It assists; a physician decides.
public struct Statement: Sendable, Hashable, Codable {
    public enum Group: String, Sendable, Hashable, Codable, CaseIterable {
        case rhythm, conduction, axis, hypertrophy, ischaemia, infarction, repolarisation, paced, technical
    }

    public enum Severity: Int, Sendable, Hashable, Codable, Comparable {
        case normal, remark, abnormal, critical

        public static func < (first: Severity, second: Severity) -> Bool { first.rawValue < second.rawValue }
    }

    /// A measurement that led to a statement.
    public struct Evidence: Sendable, Hashable, Codable {
        /// By the names of `measure --json`, such as `pr` or `V1.s`.
        public let name: String
        public let value: Double
        public let unit: String

        public init(_ name: String, _ value: Double, _ unit: String) {
            self.name = name
            self.value = value
            self.unit = unit
        }
    }

    /// The acronym of SCP-ECG's statement list (EN 1064) where it has one.
    public let code: String
    public let group: Group
    public let severity: Severity
    public let chinese: String
    public let english: String
    public let evidence: [Evidence]
}

/// How soon somebody has to look.
public enum Triage: String, Sendable, Hashable, Codable {
    case normal, abnormal, critical
    /// Nothing could be measured.
    case unreadable
}
