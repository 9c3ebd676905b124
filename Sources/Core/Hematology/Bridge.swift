internal import CHematology

/// Room for the sentence that a C function writes when it fails.
struct FailureText {
    var text = [CChar](repeating: 0, count: Int(CHEMATOLOGY_MESSAGE_SIZE))
}

extension HematologyError {
    init(_ status: Int32, _ message: FailureText) {
        let code: Code = switch status {
        case CHEMATOLOGY_BAD_ARGUMENT.rawValue: .badArgument
        case CHEMATOLOGY_CORRUPT.rawValue: .corrupt
        case CHEMATOLOGY_UNSUPPORTED.rawValue: .unsupported
        case CHEMATOLOGY_TOO_LARGE.rawValue: .tooLarge
        default: .internal
        }
        self.init(code, String(decoding: message.text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}
