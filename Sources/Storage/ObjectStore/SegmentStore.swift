internal import CStorage
import Foundation
import Synchronization

/// Objects in large append-only files on a local disk.
///
/// Each concurrent writer has a segment of its own, so one sender's sync never waits for another's bytes, and a segment holds
/// a valid prefix of records at any moment. Segments are numbered; their folder level keeps directories small.
public final class SegmentStore: ObjectStore {
    let folder: String
    let segmentLength: Int64
    private let state: Mutex<State>

    private struct State: ~Copyable {
        var nextNumber: Int64
        /// Segments with room that no writer uses now.
        var idle: [SegmentFile] = []
        var maps: [Int64: CachedMap] = [:]
        var clock: UInt64 = 0
    }

    private struct CachedMap {
        let map: SegmentMap
        var lastUse: UInt64
    }

    private static let maximumMaps = 512

    /// - Parameter segmentLength: a segment takes no further object once it is this long (bytes).
    public init(folder: String, segmentLength: Int64 = 256 << 20) throws(ObjectStoreError) {
        self.folder = folder
        self.segmentLength = segmentLength
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .system("cannot create \(folder)") }
        let numbers = try Self.segmentNumbers(in: folder)
        state = Mutex(State(nextNumber: (numbers.last ?? 0) + 1))
    }

    // MARK: Writing

    public func makeWriter() throws(ObjectStoreError) -> any ObjectWriter { SegmentWriter(store: self) }

    /// A segment with room: an idle one, or a new one.
    func takeSegment() throws(ObjectStoreError) -> SegmentFile {
        let number: Int64
        switch state.withLock({ state -> SegmentOrNumber in
            if let file = state.idle.popLast() { return .file(Handover(file)) }
            defer { state.nextNumber += 1 }
            return .number(state.nextNumber)
        }) {
        case .file(let handover): return handover.file
        case .number(let fresh): number = fresh
        }
        let path = path(of: number)
        let parent = (path as NSString).deletingLastPathComponent
        guard mkdir(parent, 0o700) == 0 || errno == EEXIST else { throw .system("cannot create \(parent)") }
        return try SegmentFile.create(number: number, path: path)
    }

    private enum SegmentOrNumber {
        case file(Handover)
        case number(Int64)
    }

    /// Carries a segment from one owner to the next; between them nobody holds it.
    private struct Handover: @unchecked Sendable {
        let file: SegmentFile
        init(_ file: SegmentFile) { self.file = file }
    }

    /// Takes a segment back from its writer.
    func retire(_ file: SegmentFile) {
        file.trim()
        guard !file.isPoisoned, file.end < segmentLength else { return }
        let handover = Handover(file)
        state.withLock { $0.idle.append(handover.file) }
    }

    // MARK: Reading

    public func read(_ address: ObjectAddress) throws(ObjectStoreError) -> ObjectBytes {
        let end = address.offset + address.length
        let map = try map(ofSegment: address.segment, covering: end)
        return ObjectBytes(map: map, range: Int(address.offset)..<Int(end))
    }

    /// The mapping of a segment that is being written.
    func map(_ file: SegmentFile, upTo end: Int64) throws(ObjectStoreError) -> SegmentMap {
        try map(ofSegment: file.number, covering: end)
    }

    private func map(ofSegment number: Int64, covering end: Int64) throws(ObjectStoreError) -> SegmentMap {
        if let map = cachedMap(number, covering: end) { return map }
        return try openMap(number, covering: end)
    }

    private func cachedMap(_ number: Int64, covering end: Int64) -> SegmentMap? {
        state.withLock { state in
            guard let cached = state.maps[number], cached.map.bytes.count >= end else { return nil }
            state.clock += 1
            state.maps[number]!.lastUse = state.clock
            return cached.map
        }
    }

    private func openMap(_ number: Int64, covering end: Int64) throws(ObjectStoreError) -> SegmentMap {
        let path = path(of: number)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw ObjectStoreError(.missing, "segment \(path) is gone") }
            throw .system("cannot open \(path)")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system("cannot read \(path)") }
        guard status.st_size >= end else {
            throw ObjectStoreError(.damaged, "\(path) ends at \(status.st_size), before byte \(end)")
        }
        let map = try SegmentMap(descriptor: descriptor, length: Int(status.st_size), path: path)
        state.withLock { state in
            state.clock += 1
            if state.maps.count >= Self.maximumMaps, let oldest = state.maps.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                state.maps[oldest.key] = nil
            }
            state.maps[number] = CachedMap(map: map, lastUse: state.clock)
        }
        return map
    }

    // MARK: Removing

    public func remove(_ address: ObjectAddress) throws(ObjectStoreError) {
        let path = path(of: address.segment)
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("cannot open \(path)") }
        defer { close(descriptor) }
        let position = off_t(address.offset) - off_t(SegmentFormat.recordHeaderLength)
        var bytes = [UInt8](repeating: 0, count: SegmentFormat.recordHeaderLength)
        guard pread(descriptor, &bytes, bytes.count, position) == bytes.count,
            var header = bytes.withUnsafeBytes(RecordHeader.init), header.length == address.length
        else { throw ObjectStoreError(.damaged, "no record of \(address.length) bytes at \(address.offset) in \(path)") }
        guard header.state == .live else { return }
        header.state = .removed
        guard pwrite(descriptor, header.encoded, bytes.count, position) == bytes.count, fdatasync(descriptor) == 0 else {
            throw .system("cannot mark the record at \(address.offset) in \(path)")
        }
        // Only whole pages are given back; a file system that cannot punch holes keeps the space until the segment goes.
        _ = cstorage_punch_hole(descriptor, address.offset, address.length)
    }

    public func freeSpace() -> Int64 {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return 0 }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }

    // MARK: Names

    /// Where the record behind an object begins: how far its segment is known to whoever knows the object.
    public static func end(of address: ObjectAddress) -> Int64 { SegmentFormat.end(offset: address.offset, length: address.length) }

    package func path(of number: Int64) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
        return "\(folder)/\(padded.prefix(7))/\(padded).seg"
    }

    /// Every segment on the disk, in the order they were begun.
    static func segmentNumbers(in folder: String) throws(ObjectStoreError) -> [Int64] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .flatMap { try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\($0)") }
                .compactMap { name in name.hasSuffix(".seg") ? Int64(name.dropLast(4)) : nil }
                .sorted()
        } catch { throw ObjectStoreError(.io, "cannot list \(folder): \(error)") }
    }

    /// Keeps a segment of an earlier run for further writing.
    func adopt(number: Int64, end: Int64) throws(ObjectStoreError) {
        let file = try SegmentFile.reopen(number: number, path: path(of: number), end: end)
        let handover = Handover(file)
        state.withLock { $0.idle.append(handover.file) }
    }
}
