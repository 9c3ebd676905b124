internal import Database

/// A person, or a machine, that may sign in.
public struct Account: Sendable, Equatable {
    public let id: String
    /// What is typed at the login: lower case, unique.
    public let name: String
    public var displayName: String
    public var roles: Set<Role>
    /// `zh` or `en`.
    public var language: String
    public var isDisabled: Bool
    public let createdAt: Moment
    public let lastLoginAt: Moment?
    /// The encoded scrypt hash; never leaves this module.
    let passwordHash: String

    public var rights: Set<Right> { roles.reduce(into: []) { $0.formUnion($1.rights) } }
}

extension Account {
    static let columns =
        "account.id, account.name, account.display_name, account.roles, account.language, account.disabled, "
        + "account.created_at, account.last_login_at, account.password_hash"

    /// Reads a row that was selected with `columns`, which may stand behind other columns.
    init(_ row: SQLRow, from first: Int = 0) {
        id = row.text(first)
        name = row.text(first + 1)
        displayName = row.text(first + 2)
        roles = Set(joined: row.text(first + 3))
        language = row.text(first + 4)
        isDisabled = row.int(first + 5) != 0
        createdAt = Moment(milliseconds: row.int64(first + 6))
        lastLoginAt = row.isNull(first + 7) ? nil : Moment(milliseconds: row.int64(first + 7))
        passwordHash = row.text(first + 8)
    }
}
