/// Why the runtime would not do what it was asked: one error for accounts, tokens, peers and the data folder.
public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// A value breaks a rule; `field` names it.
        case invalid(field: String)
        case notFound
        /// The name is taken, or the thing is in use.
        case conflict
        case forbidden
    }

    public let kind: Kind
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { message }
}
