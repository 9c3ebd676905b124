/// What was done, in `object.verb` form. Services add their own.
public struct AuditAction: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    public static let signIn: AuditAction = "session.create"
    public static let signOut: AuditAction = "session.delete"
    public static let accountCreate: AuditAction = "account.create"
    public static let accountChange: AuditAction = "account.change"
    public static let passwordChange: AuditAction = "account.password"
    public static let tokenCreate: AuditAction = "token.create"
    public static let tokenRevoke: AuditAction = "token.revoke"
    public static let peerSave: AuditAction = "peer.save"
    public static let peerRemove: AuditAction = "peer.remove"
    public static let auditRead: AuditAction = "audit.read"
    public static let auditLost: AuditAction = "audit.lost"
    public static let studyQuery: AuditAction = "study.query"
    public static let studyRead: AuditAction = "study.read"
    public static let studyStore: AuditAction = "study.store"
    public static let studyDelete: AuditAction = "study.delete"
    public static let studyRestore: AuditAction = "study.restore"
    public static let asideRelease: AuditAction = "aside.release"
    public static let asideRemove: AuditAction = "aside.remove"
}

/// One thing that happened: who, what, to which object and patient, from where, and how it ended (ISO 27789, DICOM PS3.15 A.5).
public struct AuditEvent: Sendable, Equatable {
    public enum Outcome: String, Sendable, Codable {
        case done
        /// The right, the credentials or the state did not allow it.
        case refused
        /// It was allowed and went wrong.
        case failed
    }

    public var actor: Actor
    public var action: AuditAction
    /// `account`, `study`, `token` …
    public var objectKind: String
    /// The account name, the Study Instance UID …
    public var objectID: String
    public var patientID: String?
    public var outcome: Outcome
    public var detail: String?

    public init(
        _ action: AuditAction, by actor: Actor, on objectKind: String, _ objectID: String,
        patientID: String? = nil, outcome: Outcome = .done, detail: String? = nil
    ) {
        self.actor = actor
        self.action = action
        self.objectKind = objectKind
        self.objectID = objectID
        self.patientID = patientID
        self.outcome = outcome
        self.detail = detail
    }
}

/// An event as it stands in the trail.
public struct AuditEntry: Sendable, Equatable {
    /// 1, 2, 3 … without gaps.
    public let sequence: Int64
    public let at: Moment
    public let event: AuditEvent
    let digest: String
}
