/// Who a request comes from, once that is proven.
public struct Principal: Sendable, Equatable {
    /// By what the identity was proven.
    public enum Proof: Sendable, Equatable {
        case session(id: String)
        case token(id: String)
        case password
    }

    public let accountID: String
    public let name: String
    public let displayName: String
    public let roles: Set<Role>
    public let rights: Set<Right>
    public let language: String
    public let proof: Proof

    public func may(_ right: Right) -> Bool { rights.contains(right) }
}

extension Principal {
    /// - Parameter limit: the rights of a token; the owner's own rights stay the upper bound.
    init(_ account: Account, proof: Proof, limit: Set<Right>? = nil) {
        accountID = account.id
        name = account.name
        displayName = account.displayName
        roles = account.roles
        rights = limit.map(account.rights.intersection) ?? account.rights
        language = account.language
        self.proof = proof
    }
}

/// Who does something and from where, as the audit tells it.
public struct Actor: Sendable, Equatable {
    public let name: String
    /// A network address, or `local` for a command on the machine itself.
    public let origin: String

    public init(name: String, origin: String) {
        self.name = name
        self.origin = origin
    }

    public init(_ principal: Principal, from address: String) {
        self.init(name: principal.name, origin: address)
    }
}
