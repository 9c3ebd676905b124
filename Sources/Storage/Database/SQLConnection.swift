/// What a piece of work sees of the database while it runs: one connection, inside one transaction or one snapshot.
///
/// SQL is written in the subset that SQLite and PostgreSQL share, with `?` for arguments; statements are prepared once
/// a connection and kept.
public protocol SQLConnection {
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(DatabaseError)
    func query(_ sql: String, _ arguments: [SQLValue]) throws(DatabaseError) -> [SQLRow]
    /// Calls `body` for each row without keeping the result; `body` returns false to stop early.
    func each(_ sql: String, _ arguments: [SQLValue], _ body: (SQLRow) throws -> Bool) throws
    /// The key of the row that the last INSERT of this connection made.
    var lastInsertID: Int64 { get }
    /// How many rows the last statement changed.
    var changes: Int { get }
    /// What the engine behind this connection wants written its own way.
    var dialect: SQLDialect { get }
}

extension SQLConnection {
    public func execute(_ sql: String) throws(DatabaseError) { try execute(sql, []) }
    public func query(_ sql: String) throws(DatabaseError) -> [SQLRow] { try query(sql, []) }
    public func first(_ sql: String, _ arguments: [SQLValue] = []) throws(DatabaseError) -> SQLRow? {
        try query(sql, arguments).first
    }
}

/// What went wrong in the database, and with which statement (its arguments stay out: they may be about a patient).
public struct DatabaseError: Error, CustomStringConvertible, Sendable {
    public enum Kind: Sendable {
        /// A unique key, a foreign key or a check refused the change.
        case constraint
        /// The disk is full, or a quota is.
        case full
        /// Another process kept the database longer than this one waits.
        case busy
        case corrupt
        /// The server is not there, or the connection to it broke.
        case unreachable
        case other
    }

    public let kind: Kind
    public let message: String
    public let sql: String?

    public init(kind: Kind, message: String, sql: String? = nil) {
        self.kind = kind
        self.message = message
        self.sql = sql
    }

    public var description: String { sql.map { "database: \(message) in “\($0)”" } ?? "database: \(message)" }
}
