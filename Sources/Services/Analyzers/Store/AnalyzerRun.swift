/// What one analysis of one sample gave.
public struct AnalyzerRun: Sendable, Codable {
    public enum State: String, Sendable, Codable, CaseIterable {
        /// It belongs to an order.
        case matched
        /// Somebody has to say whose it is.
        case waiting
        case claimed
        /// Somebody said that it is nobody's.
        case discarded
        case control
    }

    /// Why a run waits.
    public enum Reason: String, Sendable, Codable {
        case noSample
        case noOrder
        /// The sample's number is one of the day, and nobody entered which sample had it.
        case dailyNumber
        case clock
    }

    public struct Observation: Sendable, Codable {
        public let code: String
        public let name: String
        public let value: String
        public let unit: String
        public let flags: String
        public let range: String
        public let comments: [String]
        public let analyte: String?
        public let loinc: String?
        public let readValue: String?
        public let readUnit: String?
        public let meaning: String
        public let hold: String?
    }

    public let id: Int64
    public let link: String
    public let sample: String
    public let kind: String
    /// Digits as the instrument wrote them; empty where it wrote none.
    public let analysedAt: String
    public let receivedAt: Int64
    /// Milliseconds that the instrument's clock is ahead of ours.
    public let clockError: Int64
    /// 1 for the first run of the sample on this instrument.
    public let number: Int
    public let message: Int64
    public let priority: String
    public let state: String
    public let reason: String?
    public let order: Int64?
    public let alarms: [String]
    public let patient: AnalyzerMessage.Patient
    public let claimedBy: String?
    public var observations: [Observation]
}
