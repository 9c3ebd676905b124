/// JSON text as it grows, in UTF-8. Keeps the small pieces out of Swift's strings: a series has tens of thousands.
struct JSONBytes {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    mutating func raw(_ byte: UInt8) { bytes.append(byte) }
    mutating func raw(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    mutating func string(_ text: some StringProtocol) {
        var text = String(text)
        text.withUTF8 { string($0) }
    }

    /// A string from UTF-8, with quotes and escapes (RFC 8259 section 7).
    mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var plain = 0
        for i in text.indices where text[i] < 0x20 || text[i] == UInt8(ascii: "\"") || text[i] == UInt8(ascii: "\\") {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain..<i]))
            escape(text[i])
            plain = i + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain...]))
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case 0x0a: raw("\\n")
        case 0x0d: raw("\\r")
        case 0x09: raw("\\t")
        default:
            raw("\\u00")
            raw(Tag.upperHex(UInt32(byte >> 4)))
            raw(Tag.upperHex(UInt32(byte & 15)))
        }
    }

    mutating func tag(_ tag: Tag) {
        for shift in stride(from: UInt32(28), through: 0, by: -4) { raw(Tag.upperHex(tag.rawValue >> shift & 15)) }
    }

    mutating func int(_ number: Int) {
        if number < 0 { raw(UInt8(ascii: "-")) }
        var magnitude = number.magnitude
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = 20
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start..<20]))
        }
    }

    /// The shortest text that gives the number back. JSON knows neither infinity nor NaN; those become strings, as
    /// PS3.18 F.2.3.1 allows for numbers that JSON cannot hold.
    mutating func double(_ number: Double) {
        if let whole = Int(exactly: number), whole.magnitude < 1 << 53 { return int(whole) }
        if number.isFinite { raw("\(number)".utf8) } else { string(number.isNaN ? "NaN" : number > 0 ? "inf" : "-inf") }
    }

    mutating func base64(_ source: UnsafeRawBufferPointer) {
        let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        let letters = UnsafeBufferPointer(start: alphabet.utf8Start, count: 64)
        var i = 0
        while i < source.count {
            let left = source.count - i
            let word = UInt32(source[i]) << 16 | (left > 1 ? UInt32(source[i + 1]) << 8 : 0) | (left > 2 ? UInt32(source[i + 2]) : 0)
            raw(letters[Int(word >> 18)])
            raw(letters[Int(word >> 12 & 63)])
            raw(left > 1 ? letters[Int(word >> 6 & 63)] : UInt8(ascii: "="))
            raw(left > 2 ? letters[Int(word & 63)] : UInt8(ascii: "="))
            i += 3
        }
    }

    /// Takes back the last byte if it is this one.
    mutating func dropLast(_ byte: UInt8) {
        if bytes.last == byte { bytes.removeLast() }
    }
}
