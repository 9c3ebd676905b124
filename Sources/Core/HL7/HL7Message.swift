/// An HL7 v2 message: segments in the order in which they came. Groups are found by whoever knows the message's structure.
public struct HL7Message: Sendable, Hashable {
    public var segments: [HL7Segment]
    public let delimiters: HL7Delimiters
    /// How the text was coded when it came, and will be when it goes.
    public var charset: HL7Charset

    /// No analyzer's message comes near; a limit keeps a hostile one from taking the memory.
    static let maximumSegments = 100_000

    public init(segments: [HL7Segment], charset: HL7Charset = .utf8) {
        self.segments = segments
        self.charset = charset
        delimiters = segments.first?.delimiters ?? .suggested
    }

    /// Reads one message. Text is decoded before anything is split: trail bytes of GBK can be delimiters.
    ///
    /// Segments end with CR; LF and CR LF, which files from editors have, are taken too.
    /// - Parameters:
    ///   - bytes: the message without MLLP framing.
    ///   - override: the character set that the link is known to send, whatever MSH-18 says.
    public init(parsing bytes: [UInt8], charset override: HL7Charset? = nil) throws(HL7Error) {
        let trimmed = Array(bytes.drop { $0 == 0x0d || $0 == 0x0a || $0 == 0x20 || $0 == 0x09 || $0 == 0xef || $0 == 0xbb || $0 == 0xbf })
        guard trimmed.starts(with: Array("MSH".utf8)) else { throw .notHL7 }
        let (text, charset) = HL7Charset.decode(message: trimmed, override: override)
        let lines = text.utf8.split(whereSeparator: { $0 == 0x0d || $0 == 0x0a }).map { Substring($0) }
        guard lines.count <= Self.maximumSegments else { throw .tooLarge("\(lines.count) segments") }
        let delimiters = try HL7Delimiters(header: ArraySlice(lines[0].utf8))
        var segments: [HL7Segment] = []
        segments.reserveCapacity(lines.count)
        for line in lines {
            let segment = HL7Segment(line: line, delimiters: delimiters)
            guard segment.name.utf8.count == 3, segment.name.utf8.allSatisfy(Self.isNameCharacter) else {
                throw .badSegment(number: segments.count + 1, name: String(segment.name.prefix(20)))
            }
            segments.append(segment)
        }
        self.segments = segments
        self.delimiters = delimiters
        self.charset = charset
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte)
    }

    /// The first segment of a name.
    public subscript(name: String) -> HL7Segment? { segments.first { $0.name == name } }

    public func all(_ name: String) -> [HL7Segment] { segments.filter { $0.name == name } }

    /// MSH-9.1: `ORU`, `QRY`.
    public var type: String { self["MSH"]?.text(9) ?? "" }

    /// MSH-9.2: `R01`.
    public var trigger: String { self["MSH"]?.text(9, component: 2) ?? "" }

    /// MSH-10, which the acknowledgement echoes.
    public var controlID: String { self["MSH"]?.wholeText(10) ?? "" }

    /// MSH-12: `2.3.1`.
    public var version: String { self["MSH"]?.text(12) ?? "" }

    /// The message as text, each segment ended by CR.
    public var text: String { segments.map { $0.encoded + "\r" }.joined() }

    /// The bytes to send, without MLLP framing.
    public var encoded: [UInt8] { charset.encode(text) }
}
