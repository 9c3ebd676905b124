/// A physician's report on a recording, as it stands after its last revision.
public struct ECGReport: Sendable, Codable, Equatable {
    public enum State: String, Sendable, Codable {
        /// Nobody began one.
        case none
        case draft
        /// Written, and waiting for review.
        case submitted
        case reviewed
    }

    /// What takes a report from one state to the next.
    public enum Move: String, Sendable, CaseIterable {
        case submit, review
        /// Back to its author.
        case giveBack = "return"

        var from: State { self == .submit ? .draft : .submitted }

        var to: State {
            switch self {
            case .submit: .submitted
            case .review: .reviewed
            case .giveBack: .draft
            }
        }
    }

    public var state = State.none
    /// Counts up with every change; whoever changes a report says which revision they saw.
    public var revision = 0
    public var conclusion = ""
    /// Corrected values by the names of `measure --json`.
    public var corrected: [String: Double] = [:]
    public var writtenBy, writtenAt, reviewedBy, reviewedAt: String?

    public init() {}
}

/// Why a report was not changed.
public enum ECGReportRefusal: Error, Sendable, Equatable {
    /// Someone changed it since; this is what they left.
    case outdated(ECGReport)
    /// Its state does not allow that.
    case wrongState(ECGReport.State)
    /// Without a conclusion nothing is submitted.
    case empty
    case tooLong
}

/// Words that a report is written with: a line, or a whole text to begin from.
public struct ECGPhrase: Sendable, Codable, Hashable {
    public enum Kind: String, Sendable, Codable { case phrase, template }

    public var kind: Kind
    /// What it is about, such as 节律; a template's name.
    public var topic: String
    /// Initials of its pinyin, by which it is found.
    public var code: String
    public var text: String

    public init(kind: Kind, topic: String, code: String, text: String) {
        self.kind = kind
        self.topic = topic
        self.code = code
        self.text = text
    }
}
