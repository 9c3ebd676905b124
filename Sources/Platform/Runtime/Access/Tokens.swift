internal import Database

/// What is known of an API token; the token itself is shown once, when it is made.
public struct APIToken: Sendable, Equatable {
    public let id: String
    public let account: String
    public let label: String
    public let rights: Set<Right>
    public let createdAt: Moment
    public let expiresAt: Moment?
    public let revokedAt: Moment?
    public let usedAt: Moment?
}

/// API tokens: `yg_…` secrets for scripts and machines, with at most their owner's rights.
public struct Tokens: Sendable {
    public static let prefix = "yg_"

    let writes: AuditedWrites

    /// Makes a token for an account.
    /// - Parameters:
    ///   - rights: what it may do; nil for whatever its owner may do, now and later.
    ///   - lifetime: nil for a token that only ends by being revoked.
    public func create(
        for name: String, label: String, rights: Set<Right>? = nil, lifetime: Duration?, by actor: Actor
    ) throws -> (token: APIToken, secret: Secret) {
        guard label.count <= 200 else { throw Refusal(.invalid(field: "label"), "a label has at most 200 characters") }
        if let lifetime, lifetime <= .zero { throw Refusal(.invalid(field: "expiresInDays"), "the lifetime must be positive") }
        let secret = Secret.random(prefix: Self.prefix)
        let id = RandomBytes.make(6).hexadecimal
        let moment = writes.now()
        let event = AuditEvent(.tokenCreate, by: actor, on: "token", id, detail: "for \(name), \(label)")
        let token = try writes.change(event) { connection in
            let owner = try Accounts.existing(name, connection)
            if let excess = rights?.subtracting(owner.rights), !excess.isEmpty {
                throw Refusal(.forbidden, "“\(name)” does not have the rights \(excess.joined), so neither can the token")
            }
            try connection.execute(
                """
                INSERT INTO token (id, account_id, label, digest, rights, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(id), .text(owner.id), .text(label), .text(secret.digest),
                    .text((rights ?? Set(Right.allCases)).joined), .integer(moment.milliseconds),
                    SQLValue(lifetime.map { (moment + $0).milliseconds }),
                ])
            guard let row = try connection.first("\(Self.select) WHERE token.id = ?", [.text(id)]) else {
                throw Refusal(.notFound, "the token just made is not there")
            }
            return APIToken(row)
        }
        return (token, secret)
    }

    /// All tokens, or those of one account; the newest come first.
    public func list(of name: String? = nil) throws -> [APIToken] {
        try writes.database.read { connection in
            let filter = name == nil ? "" : "WHERE account.name = ?"
            let arguments = name.map { [SQLValue.text($0.lowercased())] } ?? []
            return try connection.query("\(Self.select) \(filter) ORDER BY token.created_at DESC, token.id", arguments)
                .map { APIToken($0) }
        }
    }

    /// The id of a token that is named by its id or is given itself.
    public func id(of text: String) throws -> String {
        guard text.hasPrefix(Self.prefix) else { return text }
        let digest = Secret(text: text).digest
        return try writes.database.read { try $0.first("SELECT id FROM token WHERE digest = ?", [.text(digest)])?.text(0) } ?? text
    }

    /// Ends a token for good. Its row stays, so that the audit can be read.
    /// - Parameter owner: where given, only a token of this account may be revoked; another one is "not found".
    public func revoke(id: String, ownedBy owner: String? = nil, by actor: Actor) throws {
        try writes.change(AuditEvent(.tokenRevoke, by: actor, on: "token", id)) { connection in
            guard let row = try connection.first("\(Self.select) WHERE token.id = ?", [.text(id)]),
                owner == nil || row.text(1) == owner
            else { throw Refusal(.notFound, "there is no token “\(id)”") }
            try connection.execute(
                "UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                [.integer(writes.now().milliseconds), .text(id)])
        }
    }

    /// Whom the token stands for; nil where it is unknown, expired or revoked, or its owner is disabled.
    func principal(for secret: Secret) throws -> Principal? {
        let moment = writes.now()
        let found = try writes.database.read { connection in
            try connection.first(
                """
                SELECT token.id, token.rights, token.expires_at, token.revoked_at, token.used_at, \(Account.columns)
                FROM token JOIN account ON account.id = token.account_id WHERE token.digest = ?
                """, [.text(secret.digest)])
        }
        guard let row = found, row.isNull(3), row.isNull(2) || moment.milliseconds < row.int64(2) else { return nil }
        let account = Account(row, from: 5)
        guard !account.isDisabled else { return nil }
        if moment.milliseconds - row.int64(4) >= Self.useInterval.inMilliseconds {
            try writes.database.write {
                try $0.execute("UPDATE token SET used_at = ? WHERE id = ?", [.integer(moment.milliseconds), row[0]])
            }
        }
        return Principal(account, proof: .token(id: row.text(0)), limit: Set(joined: row.text(1)))
    }

    /// "Last used" is exact to this much, so that use is not a write each time.
    private static let useInterval = Duration.minutes(10)

    private static let select =
        """
        SELECT token.id, account.name, token.label, token.rights, token.created_at, token.expires_at, token.revoked_at, token.used_at
        FROM token JOIN account ON account.id = token.account_id
        """
}

extension APIToken {
    fileprivate init(_ row: SQLRow) {
        func moment(_ column: Int) -> Moment? { row.isNull(column) ? nil : Moment(milliseconds: row.int64(column)) }
        id = row.text(0)
        account = row.text(1)
        label = row.text(2)
        rights = Set(joined: row.text(3))
        createdAt = Moment(milliseconds: row.int64(4))
        expiresAt = moment(5)
        revokedAt = moment(6)
        usedAt = moment(7)
    }
}
