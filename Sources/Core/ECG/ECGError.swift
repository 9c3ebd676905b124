/// The one error of this module: what kind of failure, and a sentence that says what was wrong.
public struct ECGError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: Sendable, Equatable {
        /// The recording contradicts itself, or holds nothing that could be read as an electrocardiogram.
        case badArgument
        /// More leads or samples than are taken at once.
        case tooLarge
        /// No memory.
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
