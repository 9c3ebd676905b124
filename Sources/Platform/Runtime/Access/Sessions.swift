internal import Database

/// Signed-in browsers. What the browser holds is a secret; what is stored is its digest.
public struct Sessions: Sendable {
    /// Unused for this long, a session ends.
    public static let idleLimit = Duration.minutes(30)
    /// However busy, a session ends after a working day.
    public static let absoluteLimit = Duration.hours(12)

    let writes: AuditedWrites

    /// Opens a session for an account whose password was just verified.
    func open(for account: Account, from address: String) throws -> (secret: Secret, sessionID: String) {
        let secret = Secret.random()
        let moment = writes.now()
        let event = AuditEvent(.signIn, by: Actor(name: account.name, origin: address), on: "account", account.name)
        // Nothing that is remembered becomes wrong by one more session, so the access generation stays as it is.
        try writes.database.write { connection in
            try Self.removeExpired(at: moment, connection)
            try connection.execute(
                "INSERT INTO session (id, account_id, address, created_at, seen_at) VALUES (?, ?, ?, ?, ?)",
                [
                    .text(secret.digest), .text(account.id), .text(address),
                    .integer(moment.milliseconds), .integer(moment.milliseconds),
                ])
            try connection.execute(
                "UPDATE account SET last_login_at = ? WHERE id = ?", [.integer(moment.milliseconds), .text(account.id)])
            try writes.audit.append(event, to: connection)
        }
        return (secret, secret.digest)
    }

    /// Whose session this is; nil where there is none, it expired or the account was disabled. Counts as use.
    func principal(for secret: Secret) throws -> Principal? {
        let moment = writes.now()
        let found = try writes.database.read { connection in
            try connection.first(
                """
                SELECT session.created_at, session.seen_at, \(Account.columns)
                FROM session JOIN account ON account.id = session.account_id WHERE session.id = ?
                """, [.text(secret.digest)])
        }
        guard let row = found else { return nil }
        let created = Moment(milliseconds: row.int64(0)), seen = Moment(milliseconds: row.int64(1))
        let account = Account(row, from: 2)
        guard !account.isDisabled, moment - created < Self.absoluteLimit, moment - seen < Self.idleLimit else { return nil }
        if moment - seen >= Self.touchInterval {
            try writes.database.write {
                try $0.execute(
                    "UPDATE session SET seen_at = ? WHERE id = ?", [.integer(moment.milliseconds), .text(secret.digest)])
            }
        }
        return Principal(account, proof: .session(id: secret.digest))
    }

    /// Signs out.
    public func close(id: String, by actor: Actor) throws {
        try writes.change(AuditEvent(.signOut, by: actor, on: "account", actor.name)) {
            try $0.execute("DELETE FROM session WHERE id = ?", [.text(id)])
        }
    }

    /// Use is written down at most this often: reading a study must not be hundreds of writes.
    private static let touchInterval = Duration.seconds(60)

    private static func removeExpired(at moment: Moment, _ connection: any SQLConnection) throws {
        try connection.execute(
            "DELETE FROM session WHERE seen_at < ? OR created_at < ?",
            [
                .integer(moment.milliseconds - idleLimit.inMilliseconds),
                .integer(moment.milliseconds - absoluteLimit.inMilliseconds),
            ])
    }
}
