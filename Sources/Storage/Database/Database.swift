import Foundation

/// Where a database lives.
public enum DatabaseURL: Sendable, Equatable {
    /// A file of the embedded engine.
    case sqlite(path: String)
    /// The embedded engine in memory, for tests.
    case memory
    /// A PostgreSQL server: a libpq connection string or URL, `postgresql://yigong@db.county.cn/yigong?sslmode=verify-full`.
    case postgreSQL(String)

    /// Reads what an operator wrote: a PostgreSQL URL, or the path of a file.
    public init(_ text: String) {
        let isURL = text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
        self = isURL ? .postgreSQL(text) : .sqlite(path: text)
    }
}

/// One SQL engine behind the facade: SQLite or PostgreSQL.
protocol DatabaseEngine: Sendable {
    func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T
    func write<T>(_ body: (any SQLConnection) throws -> T) throws -> T
    func checkpoint() throws
    func close() throws
}

/// The relational store of Yigong: rows about objects, people and accounts, never pixel bytes.
///
/// Calls block their thread; code on an event loop moves them to a thread pool.
public final class Database: Sendable {
    private let engine: any DatabaseEngine

    private init(engine: any DatabaseEngine) { self.engine = engine }

    /// Opens (and where it does not exist creates) a database.
    public static func open(_ url: DatabaseURL) throws -> Database {
        switch url {
        case .sqlite(let path): Database(engine: try SQLiteEngine(path: path))
        case .memory: Database(engine: try SQLiteEngine(path: nil))
        case .postgreSQL(let conninfo): Database(engine: try PostgreSQLEngine(conninfo: conninfo))
        }
    }

    /// Runs `body` on a consistent snapshot. Readers do not wait for the writer.
    public func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T { try engine.read(body) }

    /// Runs `body` in one transaction: all of it happens, or none where it throws. One writer at a time in SQLite.
    public func write<T>(_ body: (any SQLConnection) throws -> T) throws -> T { try engine.write(body) }

    /// Folds the write-ahead log into the main file, where the engine has one.
    public func checkpoint() throws { try engine.checkpoint() }

    public func close() throws { try engine.close() }
}
