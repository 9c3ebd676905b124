import ECG
import Foundation

/// A format whose files are XML documents.
protocol XMLRecordingParser: Sendable {
    static var format: RecordingFormat { get }
    static func recognises(_ root: XMLNode) -> Bool
    static func read(_ root: XMLNode) throws(RecordingError) -> Reading
}

/// Every format in XML; the root element says which one it is.
enum XMLFormats {
    private static let parsers: [any XMLRecordingParser.Type] = [
        AECGParser.self, MUSEParser.self, CardioSoftParser.self, SierraParser.self, MortaraParser.self,
    ]

    static func recognises(_ source: RecordingSource) -> Bool { XMLDocumentReader.recognises(source.bytes) }

    static func read(_ source: RecordingSource) throws(RecordingError) -> (RecordingFormat, Reading) {
        let root = try XMLDocumentReader.read(source.bytes)
        guard let parser = parsers.first(where: { $0.recognises(root) }) else {
            throw RecordingError(nil, .path(root.path), "this XML is of no ECG format that is known here")
        }
        return (parser.format, try parser.read(root))
    }
}

extension XMLNode {
    func failure(_ format: RecordingFormat, _ message: String) -> RecordingError { RecordingError(format, .path(path), message) }

    /// Bytes of Base64 text.
    func base64(_ format: RecordingFormat, _ text: String? = nil) throws(RecordingError) -> [UInt8] {
        guard let data = Data(base64Encoded: text ?? self.text, options: .ignoreUnknownCharacters) else {
            throw failure(format, "the text is not Base64")
        }
        return [UInt8](data)
    }

    /// Whole numbers in text, between white space or commas.
    func integers(_ format: RecordingFormat) throws(RecordingError) -> [Int32] {
        try Self.integers(in: text) { message in failure(format, message) }
    }

    private static func integers(in text: String, failure: (String) -> RecordingError) throws(RecordingError) -> [Int32] {
        var numbers: [Int32] = []
        numbers.reserveCapacity(text.utf8.count / 4)
        var (value, isNegative, digits) = (Int64(0), false, 0)
        var skipsFraction = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if skipsFraction { continue }
                value = value * 10 + Int64(byte - 48)
                digits += 1
                guard value <= Int64(Int32.max) else { throw failure("sample \(numbers.count + 1) is larger than 32 bits") }
            case UInt8(ascii: "-") where digits == 0 && !isNegative: isNegative = true
            case UInt8(ascii: "+") where digits == 0: break
            case UInt8(ascii: ".") where digits > 0: skipsFraction = true
            case 32, 9, 10, 13, UInt8(ascii: ","), UInt8(ascii: ";"):
                if digits > 0 { numbers.append(Int32(isNegative ? -value : value)) }
                (value, isNegative, digits, skipsFraction) = (0, false, 0, false)
            default: throw failure("sample \(numbers.count + 1) is not a number")
            }
        }
        if digits > 0 { numbers.append(Int32(isNegative ? -value : value)) }
        return numbers
    }
}

extension [UInt8] {
    /// Signed numbers of 16 bits, little endian.
    var littleEndian16: [Int32] {
        withUnsafeBytes { bytes in
            (0..<bytes.count / 2).map { Int32(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 2, as: Int16.self))) }
        }
    }

    var littleEndian32: [Int32] {
        withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self)) }
        }
    }
}
