public import Database
internal import Logging

/// What every service of the house stands on: who may do what, who did what, and which peers there are.
public final class Platform: Sendable {
    public let accounts: Accounts
    public let sessions: Sessions
    public let tokens: Tokens
    public let peers: Peers
    public let audit: AuditTrail
    public let authenticator: Authenticator
    private let database: Database
    private let folder: DataFolder
    private let now: TimeSource

    /// Brings the tables to their newest shape and opens them.
    /// - Parameters:
    ///   - database: the one of `folder`, or one in memory for tests.
    ///   - folder: where processes tell one another that someone's access changed.
    public init(database: Database, folder: DataFolder, now: @escaping TimeSource = { Moment.now() }) throws {
        try database.migrate(Schema.area, Schema.steps)
        let audit = AuditTrail(database: database, now: now, logger: Logger(label: "audit"))
        let writes = AuditedWrites(
            database: database, audit: audit, generation: try AccessGeneration(path: folder.accessGeneration))
        self.audit = audit
        self.database = database
        self.folder = folder
        self.now = now
        accounts = Accounts(writes: writes)
        sessions = Sessions(writes: writes)
        tokens = Tokens(writes: writes)
        peers = Peers(writes: writes)
        authenticator = Authenticator(writes: writes, sessions: sessions, tokens: tokens)
    }

    /// Opens the records of these systems, bringing their tables to what is declared.
    /// - Throws: `Refusal` with every fault of the declarations.
    public func records(of catalogue: Catalogue) throws -> Records {
        try Records(catalogue, database: database, audit: audit, cipher: IdentityCipher(keyFile: folder.identityKey), now: now)
    }

    /// Makes the first administrator, `admin`, where there is no administrator yet.
    /// - Parameter password: what the operator chose; nil to have one generated.
    /// - Returns: the generated password, to be shown once; nil where none was generated.
    public func makeFirstAdministrator(password: String?) throws -> String? {
        guard try !accounts.list().contains(where: { $0.roles.contains(.administrator) }) else { return nil }
        let chosen = password.flatMap { $0.isEmpty ? nil : $0 }
        let generated = chosen == nil ? PasswordRule.generate() : nil
        guard let password = chosen ?? generated else { return nil }
        try accounts.addFirst(name: "admin", password: password, by: Actor(name: "system", origin: "local"))
        return generated
    }
}
