import TextCoding

/// A set of characters that ISO 2022 can designate (PS3.3 Tables C.12-2 to C.12-4).
enum CodedSet: Sendable, Hashable {
    case ascii
    /// The upper half of one of the single-byte sets, by its ISO registration number.
    case upperHalf(Int)
    /// JIS X 0201 katakana, ISO-IR 13.
    case katakana
    case jisX0208, jisX0212
    case ksX1001
    case gb2312

    /// Bytes with the high bit belong to G1, those without to G0.
    var isG1: Bool {
        switch self {
        case .upperHalf, .katakana, .ksX1001, .gb2312: true
        case .ascii, .jisX0208, .jisX0212: false
        }
    }

    var isDoubleByte: Bool {
        switch self {
        case .jisX0208, .jisX0212, .ksX1001, .gb2312: true
        case .ascii, .upperHalf, .katakana: false
        }
    }

    /// The sets that a defined term names, after "ISO_IR" or "ISO 2022 IR".
    static func named(byRegistration number: Int) -> [CodedSet]? {
        switch number {
        case 6: [.ascii]
        case 13: [.ascii, .katakana]
        case 58: [.gb2312]
        case 87: [.jisX0208]
        case 149: [.ksX1001]
        case 159: [.jisX0212]
        default: singleByteNames[number] == nil ? nil : [.ascii, .upperHalf(number)]
        }
    }

    /// What follows ESC to designate each set. JIS X 0201 romaji differs from ASCII in two signs, one of which is DICOM's
    /// delimiter, so it is read as ASCII.
    static let escapes: [(sequence: [UInt8], set: CodedSet)] = [
        (Array("(B".utf8), .ascii), (Array("(J".utf8), .ascii), (Array(")I".utf8), .katakana),
        (Array("$B".utf8), .jisX0208), (Array("$(D".utf8), .jisX0212),
        (Array("$)C".utf8), .ksX1001), (Array("$)A".utf8), .gb2312),
        (Array("-A".utf8), .upperHalf(100)), (Array("-B".utf8), .upperHalf(101)), (Array("-C".utf8), .upperHalf(109)),
        (Array("-D".utf8), .upperHalf(110)), (Array("-L".utf8), .upperHalf(144)), (Array("-G".utf8), .upperHalf(127)),
        (Array("-F".utf8), .upperHalf(126)), (Array("-H".utf8), .upperHalf(138)), (Array("-M".utf8), .upperHalf(148)),
        (Array("-T".utf8), .upperHalf(166)), (Array("-b".utf8), .upperHalf(203)),
    ]

    /// ESC and what designates the set.
    var escape: [UInt8] { Self.escapes.first { $0.set == self }.map { [0x1b] + $0.sequence } ?? [] }

    /// Registration numbers and iconv's names.
    private static let singleByteNames: [Int: String] = [
        100: "ISO-8859-1", 101: "ISO-8859-2", 109: "ISO-8859-3", 110: "ISO-8859-4", 144: "ISO-8859-5", 127: "ISO-8859-6",
        126: "ISO-8859-7", 138: "ISO-8859-8", 148: "ISO-8859-9", 203: "ISO-8859-15", 166: "TIS-620",
    ]

    private static let upperHalves = singleByteNames.mapValues { CodeTable(upperHalfOf: $0) }
    private static let jisX0208Table = CodeTable(rowsOf: "EUC-JP")
    private static let jisX0212Table = CodeTable(rowsOf: "EUC-JP", prefix: [0x8f])
    private static let ksX1001Table = CodeTable(rowsOf: "EUC-KR")
    private static let gb2312Table = CodeTable(rowsOf: "GB2312")

    /// The character of a single byte above 7F.
    func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        switch self {
        case .upperHalf(let number): Self.upperHalves[number]?.scalar(column: Int(byte) - 0x80)
        // Half-width katakana stand in the same order in Unicode.
        case .katakana: (0xa1...0xdf).contains(byte) ? Unicode.Scalar(0xff61 + UInt32(byte) - 0xa1) : nil
        default: nil
        }
    }

    /// The character of two bytes, whose high bits do not matter.
    func scalar(_ first: UInt8, _ second: UInt8) -> Unicode.Scalar? {
        doubleByteTable?.scalar(row: Int(first & 0x7f) - 0x21, column: Int(second & 0x7f) - 0x21)
    }

    /// The bytes of a character, without any escape.
    func encode(_ scalar: Unicode.Scalar) -> [UInt8]? {
        switch self {
        case .ascii: return scalar.value < 0x80 ? [UInt8(scalar.value)] : nil
        case .katakana: return (0xff61...0xff9f).contains(scalar.value) ? [UInt8(scalar.value - 0xff61 + 0xa1)] : nil
        case .upperHalf(let number):
            return Self.upperHalves[number]?.code(for: scalar).map { [UInt8(0x80 + $0.column)] }
        case .jisX0208, .jisX0212, .ksX1001, .gb2312:
            let first = isG1 ? 0xa1 : 0x21
            return doubleByteTable?.code(for: scalar).map { [UInt8(first + $0.row), UInt8(first + $0.column)] }
        }
    }

    private var doubleByteTable: CodeTable? {
        switch self {
        case .jisX0208: Self.jisX0208Table
        case .jisX0212: Self.jisX0212Table
        case .ksX1001: Self.ksX1001Table
        case .gb2312: Self.gb2312Table
        case .ascii, .upperHalf, .katakana: nil
        }
    }
}
