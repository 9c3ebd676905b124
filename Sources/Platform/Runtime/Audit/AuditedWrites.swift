internal import Database

/// The one way in which accounts, tokens, sessions and peers are changed: the change and its audit row in one transaction,
/// then word to every process that remembers credentials.
struct AuditedWrites: Sendable {
    let database: Database
    let audit: AuditTrail
    let generation: AccessGeneration

    var now: TimeSource { audit.now }

    func change<T>(_ event: AuditEvent, _ body: (any SQLConnection) throws -> T) throws -> T {
        let result = try database.write { connection in
            let result = try body(connection)
            try audit.append(event, to: connection)
            return result
        }
        try generation.advance()
        return result
    }
}
