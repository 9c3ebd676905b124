/// A JSON text taken apart (RFC 8259). Numbers keep their digits.
enum JSONValue {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    init(parsing bytes: UnsafeRawBufferPointer) throws(DICOMError) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.parseDocument()
    }

    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// A string, or the digits of a number.
    var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }
}

private struct JSONParser {
    /// Arrays and objects within each other; as deep as data sets may be, twice over.
    static let maximumDepth = 256

    let bytes: UnsafeRawBufferPointer
    var position = 0
    var depth = 0

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func parseDocument() throws(DICOMError) -> JSONValue {
        let value = try parseValue()
        skipSpace()
        guard position == bytes.count else { throw failure("goes on after its end") }
        return value
    }

    private mutating func parseValue() throws(DICOMError) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw failure("ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try nested { parser throws(DICOMError) in try parser.parseObject() }
        case UInt8(ascii: "["): return try nested { parser throws(DICOMError) in try parser.parseArray() }
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        default: return try parseNumber()
        }
    }

    private mutating func nested(
        _ parse: (inout JSONParser) throws(DICOMError) -> JSONValue
    ) throws(DICOMError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw DICOMError(.limit, "the JSON text is nested too deep", offset: UInt64(position)) }
        depth += 1
        position += 1
        let value = try parse(&self)
        depth -= 1
        return value
    }

    private mutating func parseObject() throws(DICOMError) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw failure("lacks a name") }
            let key = try parseString()
            guard take(":") else { throw failure("lacks a colon") }
            members.append((key, try parseValue()))
        } while take(",")
        guard take("}") else { throw failure("has an object without an end") }
        return .object(members)
    }

    private mutating func parseArray() throws(DICOMError) -> JSONValue {
        var elements: [JSONValue] = []
        if take("]") { return .array(elements) }
        repeat { elements.append(try parseValue()) } while take(",")
        guard take("]") else { throw failure("has an array without an end") }
        return .array(elements)
    }

    private mutating func parseNumber() throws(DICOMError) -> JSONValue {
        let start = position
        while position < bytes.count, JSONNumber.isDigit(bytes[position]) || "+-.eE".utf8.contains(bytes[position]) { position += 1 }
        guard JSONNumber.isValid(bytes[start..<position]) else { throw failure("has something that is no value") }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func parseWord(_ word: String, _ value: JSONValue) throws(DICOMError) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw failure("has something that is no value") }
        position += word.utf8.count
        return value
    }

    private mutating func parseString() throws(DICOMError) -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") { position += 1 }
        guard position < bytes.count else { throw failure("has a string without an end") }
        if bytes[position] == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        var text = [UInt8](bytes[start..<position])
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\") {
                text.append(contentsOf: String(try parseEscape()).utf8)
            } else {
                text.append(bytes[position])
                position += 1
            }
        }
        guard position < bytes.count else { throw failure("has a string without an end") }
        position += 1
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func parseEscape() throws(DICOMError) -> Unicode.Scalar {
        position += 1
        guard position < bytes.count else { throw failure("has a string without an end") }
        defer { position += 1 }
        switch bytes[position] {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(bytes[position])
        case UInt8(ascii: "u"): return try parseCodeUnits()
        default: throw failure("has an unknown escape")
        }
    }

    /// \uXXXX, or two of them for a character beyond the Basic Multilingual Plane. Leaves the position at the last digit.
    private mutating func parseCodeUnits() throws(DICOMError) -> Unicode.Scalar {
        let first = try parseFourDigits()
        guard UTF16.isLeadSurrogate(first), position + 2 < bytes.count, bytes[position + 1] == UInt8(ascii: "\\"),
            bytes[position + 2] == UInt8(ascii: "u")
        else { return Unicode.Scalar(first) ?? "\u{fffd}" }
        position += 2
        let second = try parseFourDigits()
        guard UTF16.isTrailSurrogate(second) else { return "\u{fffd}" }
        return Unicode.Scalar(0x10000 + (UInt32(first) - 0xd800) << 10 + UInt32(second) - 0xdc00) ?? "\u{fffd}"
    }

    private mutating func parseFourDigits() throws(DICOMError) -> UInt16 {
        guard position + 4 < bytes.count,
            let unit = UInt16(String(decoding: bytes[position + 1...position + 4], as: UTF8.self), radix: 16)
        else { throw failure("has an unknown escape") }
        position += 4
        return unit
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[position]) { position += 1 }
    }

    private func failure(_ reason: String) -> DICOMError {
        DICOMError(.malformed, "the JSON text \(reason)", offset: UInt64(position))
    }
}
