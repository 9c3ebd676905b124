import CZlib

/// Writes a ZIP archive (PKWARE APPNOTE 6.3) to a stream that cannot be gone back in: the size and checksum of each file follow it, in
/// ZIP64 form. Nothing is compressed: pixels are hardly smaller for it.
struct ZIPWriter {
    private struct Entry {
        let name: [UInt8]
        let offset: UInt64
        var checksum: UInt32 = 0
        var count: UInt64 = 0
    }

    typealias Send = (UnsafeRawBufferPointer) throws -> Void

    private var entries: [Entry] = []
    private var position: UInt64 = 0

    /// Version 4.5 for ZIP64; bit 3: sizes follow the data.
    private static let version: UInt16 = 45, sizesFollow: UInt16 = 8
    /// 1980-01-01, the format's first day: the date of an object is within it.
    private static let date: UInt16 = 0x21
    private static let elsewhere = UInt32.max

    /// - Parameter name: ASCII, folders apart by slashes.
    mutating func begin(_ name: String, to send: Send) throws {
        let entry = Entry(name: Array(name.utf8), offset: position)
        var head = LittleEndianBytes()
        head.append(UInt32(0x0403_4B50), Self.version, Self.sizesFollow, UInt16(0), UInt16(0), Self.date)
        head.append(UInt32(0), Self.elsewhere, Self.elsewhere)
        head.append(UInt16(entry.name.count), UInt16(20))
        head.bytes += entry.name
        // The ZIP64 field makes the sizes behind the data 64 bits wide; its own do not count yet.
        head.append(UInt16(1), UInt16(16), UInt64(0), UInt64(0))
        try write(head.bytes, to: send)
        entries.append(entry)
    }

    /// Bytes of the file that was begun last.
    mutating func append(_ bytes: UnsafeRawBufferPointer, to send: Send) throws {
        let last = entries.count - 1
        entries[last].checksum = Self.checksum(entries[last].checksum, bytes)
        entries[last].count += UInt64(bytes.count)
        position += UInt64(bytes.count)
        try send(bytes)
    }

    mutating func end(to send: Send) throws {
        let entry = entries[entries.count - 1]
        var tail = LittleEndianBytes()
        tail.append(UInt32(0x0807_4B50), entry.checksum, entry.count, entry.count)
        try write(tail.bytes, to: send)
    }

    /// The central directory, which ends the archive.
    mutating func finish(to send: Send) throws {
        let start = position
        for entry in entries {
            var record = LittleEndianBytes()
            record.append(UInt32(0x0201_4B50))
            record.append(Self.version, Self.version, Self.sizesFollow, UInt16(0), UInt16(0), Self.date)
            record.append(entry.checksum, Self.elsewhere, Self.elsewhere)
            record.append(UInt16(entry.name.count), UInt16(28), UInt16(0), UInt16(0), UInt16(0))
            record.append(UInt32(0), Self.elsewhere)
            record.bytes += entry.name
            record.append(UInt16(1), UInt16(24))
            record.append(entry.count, entry.count, entry.offset)
            try write(record.bytes, to: send)
        }
        let length = position - start
        var end = LittleEndianBytes()
        end.append(UInt32(0x0606_4B50))
        end.append(UInt64(44))
        end.append(Self.version, Self.version)
        end.append(UInt32(0), UInt32(0))
        end.append(UInt64(entries.count), UInt64(entries.count), length, start)
        // Where the record above is, for readers that come from the end.
        end.append(UInt32(0x0706_4B50), UInt32(0))
        end.append(position)
        end.append(UInt32(1), UInt32(0x0605_4B50))
        end.append(UInt16(0), UInt16(0), UInt16.max, UInt16.max)
        end.append(Self.elsewhere, Self.elsewhere)
        end.append(UInt16(0))
        try write(end.bytes, to: send)
    }

    private mutating func write(_ bytes: [UInt8], to send: Send) throws {
        position += UInt64(bytes.count)
        try bytes.withUnsafeBytes(send)
    }

    private static func checksum(_ sum: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(crc32_z(UInt(sum), bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
    }
}

private struct LittleEndianBytes {
    var bytes: [UInt8] = []

    mutating func append(_ numbers: any FixedWidthInteger...) {
        for number in numbers { appendOne(number) }
    }

    private mutating func appendOne(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
