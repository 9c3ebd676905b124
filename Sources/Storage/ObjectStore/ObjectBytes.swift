/// A committed object's bytes, mapped read-only: pages come from the disk as they are touched, and no copy is held in memory.
public struct ObjectBytes: Sendable {
    let map: SegmentMap
    let range: Range<Int>

    public var count: Int { range.count }

    public func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        try body(UnsafeRawBufferPointer(rebasing: map.bytes[range]))
    }

    /// A part of the object, by offsets from its start.
    public subscript(part: Range<Int>) -> ObjectBytes {
        precondition(part.lowerBound >= 0 && part.upperBound <= range.count, "a range outside the object")
        return ObjectBytes(map: map, range: range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
    }

    /// Whether reading all of it waits for no disk: its pages are in the system's cache.
    public var isInMemory: Bool { map.isInMemory(range) }

    /// Tells the system that this process will not look at the bytes again soon: they stay in its cache, and no longer count as ours.
    public func letGo() { map.letGo(range) }

    /// Calls `body` with all bytes in order. Of a long object, piece by piece, and each piece is let go of: reading it through takes no
    /// more memory than one of them.
    public func stream(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        let piece = 4 << 20
        guard count > 2 * piece else { return try withUnsafeBytes(body) }
        for start in stride(from: 0, to: count, by: piece) {
            let part = self[start..<min(start + piece, count)]
            try part.withUnsafeBytes(body)
            part.letGo()
        }
    }
}
