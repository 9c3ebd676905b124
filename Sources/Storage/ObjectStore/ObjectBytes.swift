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

    /// Asks the system to read the bytes ahead.
    public func willNeed() { map.willNeed(range) }
}
