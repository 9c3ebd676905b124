/// Reads numbers one after another. Every length is checked against what is there.
struct ByteReader {
    let bytes: [UInt8]
    let format: RecordingFormat
    var position: Int
    /// Offset after the last byte that may be read.
    private(set) var end: Int
    var isBigEndian: Bool

    init(_ bytes: [UInt8], _ format: RecordingFormat, from position: Int = 0, to end: Int? = nil, isBigEndian: Bool = false) {
        self.bytes = bytes
        self.format = format
        self.end = min(max(end ?? bytes.count, 0), bytes.count)
        self.position = max(position, 0)
        self.isBigEndian = isBigEndian
    }

    var remaining: Int { max(end - position, 0) }

    func failure(_ message: String) -> RecordingError { RecordingError(format, .offset(position), message) }

    mutating func take(_ count: Int, _ what: String) throws(RecordingError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw failure("\(what) needs \(count) bytes, but only \(remaining) are left")
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func skip(_ count: Int, _ what: String) throws(RecordingError) { _ = try take(count, what) }

    mutating func integer<Number: FixedWidthInteger>(_ what: String, as: Number.Type = Number.self) throws(RecordingError) -> Number {
        let size = MemoryLayout<Number>.size
        let slice = try take(size, what)
        let number = slice.withUnsafeBytes { $0.loadUnaligned(as: Number.self) }
        return isBigEndian ? Number(bigEndian: number) : Number(littleEndian: number)
    }

    mutating func byte(_ what: String) throws(RecordingError) -> Int { Int(try integer(what, as: UInt8.self)) }
    mutating func u16(_ what: String) throws(RecordingError) -> Int { Int(try integer(what, as: UInt16.self)) }
    mutating func i16(_ what: String) throws(RecordingError) -> Int { Int(try integer(what, as: Int16.self)) }
    mutating func u32(_ what: String) throws(RecordingError) -> Int { Int(try integer(what, as: UInt32.self)) }
    mutating func i32(_ what: String) throws(RecordingError) -> Int { Int(try integer(what, as: Int32.self)) }
}

extension [UInt8] {
    func starts(withASCII text: StaticString, at offset: Int = 0) -> Bool {
        offset >= 0 && count - offset >= text.utf8CodeUnitCount
            && text.withUTF8Buffer { zip($0, self[offset...]).allSatisfy { $0 == $1 } }
    }
}
