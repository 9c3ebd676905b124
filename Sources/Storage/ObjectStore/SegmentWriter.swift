/// Appends objects to one segment after the other. Not shared between threads.
final class SegmentWriter: ObjectWriter {
    private let store: SegmentStore
    private var file: SegmentFile?
    private(set) var count = 0
    private var writebackStarted: Int64 = 0

    /// Large enough that the disk works on whole extents, small enough that it starts well before the object ends.
    private static let writebackStep: Int64 = 256 << 10

    init(store: SegmentStore) { self.store = store }

    deinit { close() }

    private var payloadStart: Int64 { file!.end + Int64(SegmentFormat.recordHeaderLength) }

    func begin() throws(ObjectStoreError) {
        count = 0
        if let file, file.isPoisoned || file.end >= store.segmentLength {
            self.file = nil
            store.retire(file)
        }
        if file == nil { file = try store.takeSegment() }
        writebackStarted = payloadStart
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(ObjectStoreError) {
        guard let file else { throw ObjectStoreError(.io, "append without begin") }
        let position = payloadStart + Int64(count)
        try file.reserve(upTo: position + Int64(bytes.count))
        try file.write(bytes, at: position)
        count += bytes.count
        let written = payloadStart + Int64(count)
        if written - writebackStarted >= Self.writebackStep {
            file.startWriteback(from: writebackStarted, count: written - writebackStarted)
            writebackStarted = written
        }
    }

    func withWritten<T>(_ body: (UnsafeRawBufferPointer) throws -> T) throws -> T {
        guard let file else { throw ObjectStoreError(.io, "no object begun") }
        let start = Int(payloadStart)
        let map = try store.map(file, upTo: payloadStart + Int64(count))
        return try body(UnsafeRawBufferPointer(rebasing: map.bytes[start..<start + count]))
    }

    func commit(_ record: ObjectRecord) throws(ObjectStoreError) -> ObjectAddress {
        guard let file else { throw ObjectStoreError(.io, "commit without begin") }
        let header = RecordHeader(state: .live, length: Int64(count), record: record)
        try file.reserve(upTo: payloadStart)
        try file.write(header.encoded, at: file.end)
        do throws(ObjectStoreError) { try file.synchronize() } catch {
            store.retire(file)
            self.file = nil
            throw error
        }
        let address = ObjectAddress(segment: file.number, offset: payloadStart, length: Int64(count))
        file.end = SegmentFormat.end(offset: address.offset, length: address.length)
        count = 0
        return address
    }

    func abandon() { count = 0 }

    func close() {
        abandon()
        if let file { store.retire(file) }
        file = nil
    }
}
