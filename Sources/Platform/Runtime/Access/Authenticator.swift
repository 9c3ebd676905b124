internal import Database

/// What a request offers as proof of who sends it.
public enum Credential: Sendable, Equatable {
    case session(Secret)
    case token(Secret)
    case password(name: String, password: String)
}

/// Why nobody was recognised. It never says whether the account exists, the password is wrong or something is locked for good.
public enum SignInFailure: Error, Sendable, Equatable {
    case wrong
    /// Too many failures; try again after this many seconds.
    case wait(seconds: Int)
}

/// Turns credentials into principals.
///
/// `remembered` never blocks; `verify` and `signIn` read the database and derive keys, so they belong on a thread pool.
public final class Authenticator: Sendable {
    private let writes: AuditedWrites
    private let sessions: Sessions
    private let tokens: Tokens
    private let lockOut = LockOut()
    private let memory = RememberedCredentials()

    init(writes: AuditedWrites, sessions: Sessions, tokens: Tokens) {
        self.writes = writes
        self.sessions = sessions
        self.tokens = tokens
    }

    /// Whoever was verified with this credential within the last minute, if nobody's access has changed since.
    public func remembered(_ credential: Credential) -> Principal? {
        guard let entry = memory.entry(for: credential, at: writes.now()), entry.generation == writes.generation.current else {
            return nil
        }
        return entry.principal
    }

    /// Verifies a credential in full.
    /// - Throws: `SignInFailure`, or the database's error.
    public func verify(_ credential: Credential, from address: String) throws -> Principal {
        // Read before the database is: a change in between makes the entry stale at once instead of valid for a minute.
        let generation = writes.generation.current
        var passwordHash: String?
        let principal: Principal
        switch credential {
        case .session(let secret):
            guard let found = try sessions.principal(for: secret) else { throw SignInFailure.wrong }
            principal = found
        case .token(let secret):
            guard let found = try tokens.principal(for: secret) else { throw SignInFailure.wrong }
            principal = found
        case .password(let name, let password):
            let account = try verifyPassword(name, password, credential, from: address)
            principal = Principal(account, proof: .password)
            passwordHash = account.passwordHash
        }
        if generation >= 0 {
            let entry = RememberedCredentials.Entry(
                principal: principal, passwordHash: passwordHash, verifiedAt: writes.now(), generation: generation)
            memory.remember(entry, for: credential)
        }
        return principal
    }

    /// Verifies name and password and opens a session.
    public func signIn(name: String, password: String, from address: String) throws -> (principal: Principal, secret: Secret) {
        let account = try verifyPassword(name, password, nil, from: address)
        let (secret, id) = try sessions.open(for: account, from: address)
        return (Principal(account, proof: .session(id: id)), secret)
    }

    private func verifyPassword(
        _ name: String, _ password: String, _ credential: Credential?, from address: String
    ) throws -> Account {
        let name = name.lowercased()
        let account = try writes.database.read { try Accounts.find(name, $0) }
        if let account, !account.isDisabled, let credential, wasVerified(credential, against: account) { return account }
        if let wait = lockOut.wait(account: name, address: address, at: writes.now()) { throw SignInFailure.wait(wait) }
        // No stored password is longer, and hashing megabytes is work that anyone could ask for.
        let isPlausible = password.count <= PasswordRule.maximumLength
        let hash = account.flatMap { PasswordHash(encoded: $0.passwordHash) } ?? PasswordHash.decoy
        let matches = isPlausible && hash?.matches(password) == true
        guard matches, let account, !account.isDisabled else {
            try refuse(name, from: address)
            throw SignInFailure.wrong
        }
        lockOut.succeeded(account: name, address: address)
        return account
    }

    /// Someone's access changed, perhaps not this one's: a young verification still proves the password where the account kept its hash.
    private func wasVerified(_ credential: Credential, against account: Account) -> Bool {
        memory.entry(for: credential, at: writes.now())?.passwordHash == account.passwordHash
    }

    private func refuse(_ name: String, from address: String) throws {
        let locks = lockOut.failed(account: name, address: address, at: writes.now())
        let event = AuditEvent(
            .signIn, by: Actor(name: String(name.prefix(64)), origin: address), on: "account", String(name.prefix(64)),
            outcome: .refused, detail: locks ? "locked for a while" : nil)
        // A flood of guesses must not become a flood of transactions: repeated failures are one event a minute.
        locks ? try writes.audit.append(event) : writes.audit.note(event)
    }
}

extension SignInFailure {
    fileprivate static func wait(_ duration: Duration) -> SignInFailure {
        .wait(seconds: max(1, Int((duration.inMilliseconds + 999) / 1000)))
    }
}
