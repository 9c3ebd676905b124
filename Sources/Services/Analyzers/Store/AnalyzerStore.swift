import Database
import Foundation
import Glibc

/// Everything that analyzers sent, in a database of its own: raw messages, runs with their results, orders, links, profiles.
public final class AnalyzerStore: Sendable {
    let database: Database
    private let keeper: MessageKeeper

    /// - Parameter path: the database file; made where it is not there.
    public init(path: String) throws {
        database = try Database.open(.sqlite(path: path))
        try database.migrate(AnalyzerSchema.area, AnalyzerSchema.steps)
        keeper = try MessageKeeper(database: database, log: WriteAheadLog(of: path))
    }

    /// Stores a message with all that was read out of it. When this returns, it survives a power cut.
    @discardableResult
    package func keep(_ message: IncomingMessage) async throws -> StoredMessage { try await keeper.keep(message) }

    /// Ends the writing thread when what waits is written.
    public func close() {
        keeper.close()
        try? database.close()
    }
}

/// SQLite's write-ahead log. The database runs with `synchronous = NORMAL`, which syncs the log only at checkpoints; syncing it
/// after a commit gives that commit what `FULL` gives every one (sqlite.org/pragma.html#pragma_synchronous).
struct WriteAheadLog: Sendable {
    private let path: String

    init(of database: String) { path = database + "-wal" }

    func sync() throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            // No log: everything is in the database, which the checkpoint has synced.
            if errno == ENOENT { return }
            throw DatabaseError(kind: .other, message: "\(path): \(String(cString: strerror(errno)))")
        }
        defer { Glibc.close(descriptor) }
        guard fdatasync(descriptor) == 0 else {
            throw DatabaseError(kind: errno == ENOSPC ? .full : .other, message: "\(path): \(String(cString: strerror(errno)))")
        }
    }
}
