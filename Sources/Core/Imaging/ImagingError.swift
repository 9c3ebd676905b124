/// The one error of this module: what kind of failure, and a sentence that names what was wrong and where.
public struct ImagingError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: Sendable, Equatable {
        /// The bytes break the rules of their own format, or end too early.
        case corrupt
        /// The bytes may be right, but this build cannot read or write such data.
        case unsupported
        /// The result would pass a limit that the caller, or the format, sets.
        case tooLarge
        /// The caller's description contradicts itself or the data it came with.
        case badArgument
        /// A library failed for a reason that is not in the data, such as memory.
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
