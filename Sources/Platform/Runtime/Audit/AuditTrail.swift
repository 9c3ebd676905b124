public import Database
internal import Logging

/// The access audit: everything that changes something, and everyone who looked at a patient's images.
public struct AuditTrail: Sendable {
    let database: Database
    let now: TimeSource
    /// Takes what need not hold anyone up: reads of studies.
    let buffer: AuditBuffer

    init(database: Database, now: @escaping TimeSource, logger: Logger) {
        self.database = database
        self.now = now
        buffer = AuditBuffer(database: database, now: now, logger: logger)
    }

    /// Writes one event at once, in the caller's transaction. A caller whose change must not happen unaudited uses this.
    public func append(_ event: AuditEvent, to connection: any SQLConnection) throws {
        try AuditChain.append(event, at: now(), to: connection)
    }

    /// Writes one event at once, in a transaction of its own.
    public func append(_ event: AuditEvent) throws {
        try database.write { try append(event, to: $0) }
    }

    /// Notes an event that will be in the database within a second. Never blocks on the disk. The same actor doing the same
    /// to the same object within a minute is one event: a viewer fetches a study in hundreds of requests.
    public func note(_ event: AuditEvent) { buffer.note(event) }

    /// Writes what was noted. Called at shutdown, and before the trail is read.
    public func flush() { buffer.flush() }

    public func verify() throws -> AuditVerdict {
        flush()
        return try database.read { try AuditChain.verify($0) }
    }
}

/// What part of the trail is asked for; the newest come first.
public struct AuditQuery: Sendable {
    public static let maximumLimit = 1000

    public var actor: String?
    public var action: String?
    public var patientID: String?
    public var objectID: String?
    /// Only entries with a smaller sequence number: the next page.
    public var before: Int64?
    public var limit: Int

    public init(
        actor: String? = nil, action: String? = nil, patientID: String? = nil, objectID: String? = nil, before: Int64? = nil,
        limit: Int = 100
    ) {
        self.actor = actor
        self.action = action
        self.patientID = patientID
        self.objectID = objectID
        self.before = before
        self.limit = min(max(limit, 1), Self.maximumLimit)
    }
}

extension AuditTrail {
    public func entries(_ query: AuditQuery = AuditQuery()) throws -> [AuditEntry] {
        flush()
        var conditions: [String] = []
        var arguments: [SQLValue] = []
        let filters = [
            ("actor = ?", query.actor.map(SQLValue.text)), ("action = ?", query.action.map(SQLValue.text)),
            ("patient_id = ?", query.patientID.map(SQLValue.text)), ("object_id = ?", query.objectID.map(SQLValue.text)),
            ("sequence < ?", query.before.map(SQLValue.integer)),
        ]
        for case (let condition, let argument?) in filters {
            conditions.append(condition)
            arguments.append(argument)
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try database.read {
            try $0.query(
                "SELECT \(AuditChain.columns) FROM audit \(filter) ORDER BY sequence DESC LIMIT \(query.limit)", arguments
            ).map(AuditEntry.init)
        }
    }
}
