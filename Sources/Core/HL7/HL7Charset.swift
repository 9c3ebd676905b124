internal import TextCoding

/// How a message's text is coded. What MSH-18 says (HL7 table 0211) is often left out or wrong, so bytes that are UTF-8
/// throughout are taken for it, and what is not is GB 18030, of which GBK and GB 2312 are parts.
public enum HL7Charset: String, Sendable, Hashable, CaseIterable, Codable {
    case utf8 = "UTF-8"
    case gb18030 = "GB18030"
    case latin1 = "ISO-8859-1"

    /// Decodes text of unknown coding.
    /// - Parameter override: what the link is known to send; it is believed without looking.
    public static func decode(_ bytes: [UInt8], override: HL7Charset? = nil) -> (text: String, charset: HL7Charset) {
        if let override { return (override.decode(bytes), override) }
        if let text = String(validating: bytes, as: UTF8.self) { return (text, .utf8) }
        return (HL7Charset.gb18030.decode(bytes), .gb18030)
    }

    /// Decodes a whole message: as `decode(_:override:)`, but a header that names ISO 8859-1 is believed where the bytes are
    /// not UTF-8.
    static func decode(message bytes: [UInt8], override: HL7Charset?) -> (text: String, charset: HL7Charset) {
        let decoded = decode(bytes, override: override)
        guard override == nil, decoded.charset == .gb18030, let field = bytes.count > 3 ? bytes[3] : nil else { return decoded }
        let header = bytes.prefix { $0 != 0x0d && $0 != 0x0a }.split(separator: field, omittingEmptySubsequences: false)
        guard header.count > 17, ["8859/1", "8859-1", "ISO-8859-1", "ISO8859-1"].contains(String(decoding: header[17], as: UTF8.self)) else {
            return decoded
        }
        return (HL7Charset.latin1.decode(bytes), .latin1)
    }

    func decode(_ bytes: [UInt8]) -> String {
        switch self {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .gb18030: bytes.withUnsafeBytes { GB18030.decode($0) }
        case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        }
    }

    public func encode(_ text: String) -> [UInt8] {
        switch self {
        case .utf8: Array(text.utf8)
        case .gb18030: text.unicodeScalars.flatMap { GB18030.encode($0) }
        case .latin1: text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
        }
    }
}
