internal import Database

/// Who may sign in, and what each may do.
public struct Accounts: Sendable {
    let writes: AuditedWrites

    public func list() throws -> [Account] {
        try writes.database.read {
            try $0.query("SELECT \(Account.columns) FROM account ORDER BY name").map { Account($0) }
        }
    }

    public func account(named name: String) throws -> Account? {
        try writes.database.read { try Self.find(name, $0) }
    }

    public func isEmpty() throws -> Bool {
        try writes.database.read { try $0.first("SELECT 1 FROM account LIMIT 1") == nil }
    }

    /// Makes an account.
    /// - Throws: `Refusal` where the name or the password breaks a rule or the name is taken.
    @discardableResult
    public func add(
        name: String, displayName: String, password: String, roles: Set<Role>, language: String = "zh", by actor: Actor
    ) throws -> Account {
        if let objection = PasswordRule.objection(to: password, of: name) { throw Refusal(.invalid(field: "password"), objection) }
        return try insert(name: name, displayName: displayName, password: password, roles: roles, language: language, by: actor)
    }

    /// Makes the first administrator, whose password comes from whoever starts the service and is taken as it is.
    func addFirst(name: String, password: String, by actor: Actor) throws {
        try insert(name: name, displayName: "管理员", password: password, roles: [.administrator], language: "zh", by: actor)
    }

    @discardableResult
    private func insert(
        name: String, displayName: String, password: String, roles: Set<Role>, language: String, by actor: Actor
    ) throws -> Account {
        let name = try Self.checked(name: name)
        let language = try Self.checked(language: language)
        let hash = try PasswordHash(password).encoded
        let event = AuditEvent(.accountCreate, by: actor, on: "account", name, detail: "roles \(roles.joined)")
        return try writes.change(event) { connection in
            guard try Self.find(name, connection) == nil else { throw Refusal(.conflict, "an account “\(name)” exists already") }
            try connection.execute(
                """
                INSERT INTO account (id, name, display_name, password_hash, roles, language, disabled, created_at)
                VALUES (?, ?, ?, ?, ?, ?, 0, ?)
                """,
                [
                    .text(RandomBytes.make(8).hexadecimal), .text(name), .text(displayName.isEmpty ? name : displayName),
                    .text(hash), .text(roles.joined), .text(language), .integer(writes.now().milliseconds),
                ])
            return try Self.existing(name, connection)
        }
    }

    /// Sets a new password. Every session of the account ends; its API tokens stay.
    public func setPassword(_ password: String, of name: String, by actor: Actor) throws {
        if let objection = PasswordRule.objection(to: password, of: name) { throw Refusal(.invalid(field: "password"), objection) }
        let hash = try PasswordHash(password).encoded
        try writes.change(AuditEvent(.passwordChange, by: actor, on: "account", name.lowercased())) { connection in
            let account = try Self.existing(name, connection)
            try connection.execute("UPDATE account SET password_hash = ? WHERE id = ?", [.text(hash), .text(account.id)])
            try connection.execute("DELETE FROM session WHERE account_id = ?", [.text(account.id)])
        }
    }

    /// Changes what is given and leaves the rest. The last administrator can neither be disabled nor lose the role.
    @discardableResult
    public func change(
        _ name: String, displayName: String? = nil, roles: Set<Role>? = nil, language: String? = nil, isDisabled: Bool? = nil,
        by actor: Actor
    ) throws -> Account {
        let language = try language.map(Self.checked(language:))
        let changes = [
            displayName.map { "display name \($0)" }, roles.map { "roles \($0.joined)" }, language.map { "language \($0)" },
            isDisabled.map { $0 ? "disabled" : "enabled" },
        ]
        let detail = changes.compactMap { $0 }.joined(separator: ", ")
        let event = AuditEvent(.accountChange, by: actor, on: "account", name.lowercased(), detail: detail)
        return try writes.change(event) { connection in
            var account = try Self.existing(name, connection)
            account.displayName = displayName ?? account.displayName
            account.roles = roles ?? account.roles
            account.language = language ?? account.language
            account.isDisabled = isDisabled ?? account.isDisabled
            try connection.execute(
                "UPDATE account SET display_name = ?, roles = ?, language = ?, disabled = ? WHERE id = ?",
                [
                    .text(account.displayName), .text(account.roles.joined), .text(account.language),
                    .integer(account.isDisabled ? 1 : 0), .text(account.id),
                ])
            if account.isDisabled {
                try connection.execute("DELETE FROM session WHERE account_id = ?", [.text(account.id)])
            }
            try Self.demandAnAdministrator(connection)
            return account
        }
    }

    static func find(_ name: String, _ connection: any SQLConnection) throws -> Account? {
        try connection.first("SELECT \(Account.columns) FROM account WHERE name = ?", [.text(name.lowercased())]).map { Account($0) }
    }

    static func existing(_ name: String, _ connection: any SQLConnection) throws -> Account {
        guard let account = try find(name, connection) else { throw Refusal(.notFound, "there is no account “\(name)”") }
        return account
    }

    private static func demandAnAdministrator(_ connection: any SQLConnection) throws {
        let remaining = try connection.query("SELECT \(Account.columns) FROM account WHERE disabled = 0").map { Account($0) }
        guard remaining.contains(where: { $0.roles.contains(.administrator) }) else {
            throw Refusal(.conflict, "this is the last administrator: name another one first")
        }
    }

    /// Names are typed, logged and stand in URLs: 1 to 64 letters, digits, `.`, `_`, `-` or `@`, in lower case.
    private static func checked(name: String) throws -> String {
        let lowered = name.lowercased()
        let isPlain = lowered.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || ".-_@".unicodeScalars.contains($0)
        }
        guard (1...64).contains(lowered.count), isPlain else {
            throw Refusal(.invalid(field: "name"), "an account name has 1 to 64 letters, digits or . _ - @")
        }
        return lowered
    }

    private static func checked(language: String) throws -> String {
        guard ["zh", "en"].contains(language) else { throw Refusal(.invalid(field: "language"), "the language is zh or en") }
        return language
    }
}
