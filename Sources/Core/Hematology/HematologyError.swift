/// The one error of this module: what kind of failure, and a sentence that names what was wrong and where.
public struct HematologyError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: Sendable, Equatable {
        /// The bytes break the rules of their own format, or end too early.
        case corrupt
        /// The bytes may be right, but nothing here reads such data.
        case unsupported
        /// The result would pass a limit.
        case tooLarge
        /// The caller's description contradicts itself or the data it came with.
        case badArgument
        /// Memory, or a library, failed.
        case `internal`
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
