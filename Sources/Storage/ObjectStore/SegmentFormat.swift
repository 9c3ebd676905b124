import Foundation

/// The bytes of a segment file: a header, then records one after the other, each a record header and its payload.
///
/// ```
/// segment header  64 B   "YGSEG01\n", segment number (u64), zero
/// record header  512 B   see ``RecordHeader``
/// payload                padded with zero to a multiple of 8
/// ```
/// All integers are little endian. A record's header is written after its payload and synced together with it, so a
/// record whose header checks and whose payload has its digest is complete, and the first that does not is the end.
package enum SegmentFormat {
    package static let headerLength = 64
    package static let recordHeaderLength = 512
    static let magic: [UInt8] = Array("YGSEG01\n".utf8)

    static func header(number: Int64) -> [UInt8] {
        var bytes = magic
        bytes.append(littleEndian: UInt64(bitPattern: number))
        bytes.append(contentsOf: repeatElement(0, count: headerLength - bytes.count))
        return bytes
    }

    /// Where the record after a payload of `length` bytes at `offset` begins.
    static func end(offset: Int64, length: Int64) -> Int64 { (offset + length + 7) / 8 * 8 }
}

/// The fixed-size header before each payload.
package struct RecordHeader: Equatable, Sendable {
    package enum State: UInt32 { case live = 1, removed = 2 }

    static let magic: [UInt8] = Array("YGOBJ01\n".utf8)
    static let noteOffset = 80

    package var state: State
    package var length: Int64
    package var record: ObjectRecord

    /// 512 bytes: magic 0, state 8, note length 12, payload length 16, received 24, reserved 32,
    /// digest 48, note 80, CRC-32 of all before it at 508.
    package var encoded: [UInt8] {
        var bytes = Self.magic
        bytes.append(littleEndian: state.rawValue)
        bytes.append(littleEndian: UInt32(record.note.count))
        bytes.append(littleEndian: UInt64(length))
        bytes.append(littleEndian: UInt64(bitPattern: record.received))
        bytes.append(contentsOf: repeatElement(0, count: 16))
        bytes.append(contentsOf: record.digest)
        bytes.append(contentsOf: record.note)
        bytes.append(contentsOf: repeatElement(0, count: SegmentFormat.recordHeaderLength - 4 - bytes.count))
        bytes.append(littleEndian: CRC32.checksum(bytes))
        return bytes
    }

    package init(state: State, length: Int64, record: ObjectRecord) {
        precondition(record.digest.count == 32 && record.note.count <= ObjectRecord.maximumNoteLength)
        self.state = state
        self.length = length
        self.record = record
    }

    /// Nil where the bytes are not a complete header.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= SegmentFormat.recordHeaderLength, bytes.prefix(8).elementsEqual(Self.magic) else { return nil }
        let stored = bytes.loadUnaligned(fromByteOffset: 508, as: UInt32.self).littleEndian
        guard CRC32.checksum(bytes.prefix(508)) == stored,
            let state = State(rawValue: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self).littleEndian)
        else { return nil }
        let noteLength = Int(bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self).littleEndian)
        let length = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self).littleEndian
        guard noteLength <= ObjectRecord.maximumNoteLength, length <= UInt64(Int64.max / 2) else { return nil }
        self.state = state
        self.length = Int64(length)
        record = ObjectRecord(
            digest: Array(bytes[48..<80]),
            received: Int64(bitPattern: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self).littleEndian),
            note: Array(bytes[Self.noteOffset..<Self.noteOffset + noteLength]))
    }
}

/// CRC-32 (ISO 3309), for headers of a few hundred bytes.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
    }

    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
    }
}

extension [UInt8] {
    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}
