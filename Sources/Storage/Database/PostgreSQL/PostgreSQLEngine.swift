import Foundation

/// PostgreSQL through libpq: a bounded pool of connections, each used by one thread at a time.
///
/// Connections that the server dropped are replaced when they are next taken, and a transaction whose first statement finds
/// the line dead is begun again on a new one; what failed later is told to the caller, who knows whether to repeat it.
final class PostgreSQLEngine: DatabaseEngine {
    private let conninfo: String
    private let pool = NSCondition()
    nonisolated(unsafe) private var idle: [PostgreSQLSession] = []
    nonisolated(unsafe) private var made = 0

    static let capacity = 16
    /// How often a transaction is repeated that the server broke off in favour of another one.
    static let attempts = 4

    init(conninfo: String) throws {
        self.conninfo = conninfo
        give(try take())
    }

    func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", body)
    }

    func write<T>(_ body: (any SQLConnection) throws -> T) throws -> T { try transaction("BEGIN", body) }

    /// The server looks after its own log.
    func checkpoint() throws {}

    func close() throws {
        pool.lock()
        defer { pool.unlock() }
        made -= idle.count
        idle = []
    }

    private func transaction<T>(_ begin: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        for _ in 1..<Self.attempts {
            // Deadlock and serialization failure: the other one won, and the next time the way is free.
            do { return try once(begin, body) } catch let error as DatabaseError where error.kind == .busy { continue }
        }
        return try once(begin, body)
    }

    private func once<T>(_ begin: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        let session = try begun(begin)
        defer { give(session) }
        do {
            let result = try body(session)
            try session.command("COMMIT")
            return result
        } catch {
            if session.isInTransaction { try? session.command("ROLLBACK") }
            throw error
        }
    }

    /// A session in a new transaction. Every idle one may have died with a restart of the server, so each is tried.
    private func begun(_ begin: String) throws -> PostgreSQLSession {
        var tries = 0
        while true {
            let session = try take()
            do {
                try session.command(begin)
                return session
            } catch {
                give(session)
                tries += 1
                if session.isAlive || tries > Self.capacity { throw error }
            }
        }
    }

    private func take() throws -> PostgreSQLSession {
        pool.lock()
        while idle.isEmpty, made >= Self.capacity { pool.wait() }
        if let session = idle.popLast() {
            pool.unlock()
            return session
        }
        made += 1
        pool.unlock()
        do { return try PostgreSQLSession(conninfo: conninfo) } catch {
            drop()
            throw error
        }
    }

    private func give(_ session: PostgreSQLSession) {
        guard session.isAlive, !session.isInTransaction else { return drop() }
        pool.lock()
        idle.append(session)
        pool.signal()
        pool.unlock()
    }

    private func drop() {
        pool.lock()
        made -= 1
        pool.signal()
        pool.unlock()
    }
}
