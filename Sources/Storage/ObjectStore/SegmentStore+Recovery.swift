import Crypto
import Foundation

extension SegmentStore {
    public func recover(indexed: [Int64: Int64], _ body: (RecoveredObject) throws -> Void) throws -> RecoverySummary {
        var summary = RecoverySummary()
        for number in try Self.segmentNumbers(in: folder) {
            summary.segments += 1
            try recoverSegment(number, from: indexed[number] ?? Int64(SegmentFormat.headerLength), into: &summary, body)
        }
        return summary
    }

    private func recoverSegment(
        _ number: Int64, from start: Int64, into summary: inout RecoverySummary, _ body: (RecoveredObject) throws -> Void
    ) throws {
        let path = path(of: number)
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw ObjectStoreError.system("cannot open \(path)") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw ObjectStoreError.system("cannot read \(path)") }
        let length = Int64(status.st_size)
        let map = try SegmentMap(descriptor: descriptor, length: Int(length), path: path)

        var position = start
        while let (found, header) = nextRecord(in: map, from: position) {
            let address = ObjectAddress(
                segment: number, offset: found + Int64(SegmentFormat.recordHeaderLength), length: header.length)
            position = SegmentFormat.end(offset: address.offset, length: address.length)
            guard header.state == .live else { continue }
            let payload = ObjectBytes(map: map, range: Int(address.offset)..<Int(address.offset + address.length))
            if payload.hasDigest(header.record.digest) {
                summary.recovered += 1
                try body(RecoveredObject(address: address, record: header.record, bytes: payload))
            } else {
                summary.damaged.append(address)
            }
        }

        let rest = map.bytes[Int(min(position, length))...]
        if rest.contains(where: { $0 != 0 }) {
            // An object cut off in the middle. It was never acknowledged; the bytes stay for whoever wants to look.
            summary.droppedTails += 1
        } else {
            if length > position { ftruncate(descriptor, off_t(position)) }
            if position < segmentLength { try adopt(number: number, end: position) }
        }
    }

    /// The first complete record at or behind `position`. A damaged header in the middle does not hide the records after it.
    private func nextRecord(in map: SegmentMap, from position: Int64) -> (position: Int64, header: RecordHeader)? {
        var candidate = Int(position)
        while candidate + SegmentFormat.recordHeaderLength <= map.bytes.count {
            let bytes = UnsafeRawBufferPointer(rebasing: map.bytes[candidate..<candidate + SegmentFormat.recordHeaderLength])
            if bytes.loadUnaligned(as: UInt64.self) == Self.recordMagic, let header = RecordHeader(bytes),
                Int64(candidate + SegmentFormat.recordHeaderLength) + header.length <= Int64(map.bytes.count)
            {
                return (Int64(candidate), header)
            }
            candidate += 8
        }
        return nil
    }

    private static let recordMagic = RecordHeader.magic.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
}

extension ObjectBytes {
    /// Whether the bytes still are what was committed.
    public func hasDigest(_ digest: [UInt8]) -> Bool {
        withUnsafeBytes { SHA256.hash(data: $0).elementsEqual(digest) }
    }
}
