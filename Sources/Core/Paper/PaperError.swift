internal import CPaper

/// The one error of this module: what kind of failure, and a sentence that says what was wrong.
public struct PaperError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: Sendable, Equatable {
        /// A size, number or text that cannot be drawn.
        case badArgument
        /// The page or a picture would pass a limit.
        case tooLarge
        /// A picture's bytes break the rules of their format.
        case corrupt
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

/// Room for the sentence of a failing call of CPaper.
struct PaperMessage {
    var text = [CChar](repeating: 0, count: Int(CPAPER_MESSAGE_SIZE))

    func check(_ status: Int32) throws(PaperError) {
        if status == CPAPER_OK.rawValue { return }
        let code: PaperError.Code = switch status {
        case CPAPER_BAD_ARGUMENT.rawValue: .badArgument
        case CPAPER_TOO_LARGE.rawValue: .tooLarge
        case CPAPER_CORRUPT.rawValue: .corrupt
        default: .internal
        }
        throw PaperError(code, String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
