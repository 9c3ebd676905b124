/// The five characters that structure a message, as its own MSH-1 and MSH-2 say (HL7 v2.5.1 section 2.5.4).
public struct HL7Delimiters: Sendable, Hashable {
    public let field: UInt8
    public let component: UInt8
    public let repetition: UInt8
    public let escape: UInt8
    public let subcomponent: UInt8

    /// `|^~\&`, which the standard suggests.
    public static let suggested = HL7Delimiters(field: "|", component: "^", repetition: "~", escape: "\\", subcomponent: "&")

    init(field: Unicode.Scalar, component: Unicode.Scalar, repetition: Unicode.Scalar, escape: Unicode.Scalar, subcomponent: Unicode.Scalar) {
        self.field = UInt8(ascii: field)
        self.component = UInt8(ascii: component)
        self.repetition = UInt8(ascii: repetition)
        self.escape = UInt8(ascii: escape)
        self.subcomponent = UInt8(ascii: subcomponent)
    }

    /// Reads them from the beginning of a header segment: `MSH|^~\&|`. Encoding characters that the header leaves out are the
    /// suggested ones, since some senders write only `^~\`.
    /// - Parameter header: the bytes of the segment in UTF-8.
    init(header: ArraySlice<UInt8>) throws(HL7Error) {
        let start = header.startIndex
        guard header.count >= 5, let field = header.dropFirst(3).first, field > 0x20, field < 0x7f else { throw .notHL7 }
        let codes = header[(start + 4)...].prefix { $0 != field }
        guard (1...5).contains(codes.count), codes.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), Set(codes).count == codes.count else {
            throw .badDelimiters(String(decoding: codes, as: UTF8.self))
        }
        func code(_ position: Int, _ suggested: UInt8) -> UInt8 {
            position < codes.count ? codes[codes.startIndex + position] : suggested
        }
        self.field = field
        component = code(0, Self.suggested.component)
        repetition = code(1, Self.suggested.repetition)
        escape = code(2, Self.suggested.escape)
        subcomponent = code(3, Self.suggested.subcomponent)
    }

    /// What MSH-2 says.
    var encodingCharacters: String { String(decoding: [component, repetition, escape, subcomponent], as: UTF8.self) }
}
