/// The sections of a record and their checksums (5.2, 5.3).
struct SCPContainer {
    /// CRC, number, length, version, protocol version, and six bytes that are reserved.
    static let headerSize = 16

    struct Section {
        /// Of the content, without the header.
        let range: Range<Int>
        let protocolVersion: Int
    }

    let bytes: [UInt8]
    private(set) var sections: [Int: Section] = [:]
    private(set) var warnings: [String] = []

    init(_ bytes: [UInt8]) throws(RecordingError) {
        self.bytes = bytes
        var reader = ByteReader(bytes, .scp)
        let crc = try reader.u16("the checksum of the record")
        let length = try reader.u32("the length of the record")
        guard length <= bytes.count else { throw RecordingError(.scp, .offset(2), "the record is \(length) bytes long, the file only \(bytes.count)") }
        let end = length >= 6 + Self.headerSize ? length : bytes.count
        if Int(CRC16.of(bytes[2..<end])) != crc { warnings.append("the checksum of the record does not fit") }
        try readPointers()
    }

    /// Section 0: for each section its number, length and place, counted from 1.
    private mutating func readPointers() throws(RecordingError) {
        var reader = ByteReader(bytes, .scp, from: 6 + 4)
        let length = try reader.u32("the length of section 0")
        guard length >= Self.headerSize, 6 + length <= bytes.count else { throw RecordingError(.scp, .offset(10), "section 0 is \(length) bytes long") }
        reader = ByteReader(bytes, .scp, from: 6 + Self.headerSize, to: 6 + length)
        while reader.remaining >= 10 {
            let place = reader.position
            let number = try reader.u16("a pointer")
            let size = try reader.u32("a pointer")
            let start = try reader.u32("a pointer") - 1
            guard size > 0, number > 0 else { continue }
            guard size >= Self.headerSize, start >= 6, start + size <= bytes.count else {
                throw RecordingError(.scp, .offset(place), "section \(number) of \(size) bytes at \(start) is not inside the file")
            }
            var header = ByteReader(bytes, .scp, from: start)
            let crc = try header.u16("a section")
            if crc != Int(CRC16.of(bytes[start + 2..<start + size])) { warnings.append("the checksum of section \(number) does not fit") }
            sections[number] = Section(range: start + Self.headerSize..<start + size, protocolVersion: Int(bytes[start + 9]))
        }
    }

    /// A reader of a section's content; nil if the record has no such section.
    func reader(of number: Int) -> ByteReader? {
        sections[number].flatMap { $0.range.isEmpty ? nil : ByteReader(bytes, .scp, from: $0.range.lowerBound, to: $0.range.upperBound) }
    }

    func required(_ number: Int, _ what: String) throws(RecordingError) -> ByteReader {
        guard let reader = reader(of: number) else { throw RecordingError(.scp, .file, "there is no \(what) (section \(number))") }
        return reader
    }
}
