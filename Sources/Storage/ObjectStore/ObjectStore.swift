/// Where one stored object's bytes are. Addresses are ours: nothing of an object's own content names a file.
public struct ObjectAddress: Sendable, Hashable {
    /// The segment that holds it.
    public var segment: Int64
    /// Where the payload starts in the segment, in bytes.
    public var offset: Int64
    /// The payload's length in bytes.
    public var length: Int64

    public init(segment: Int64, offset: Int64, length: Int64) {
        self.segment = segment
        self.offset = offset
        self.length = length
    }
}

/// Durable storage of immutable objects, written once, read by range.
///
/// Files on a local disk today (``SegmentStore``); an S3-compatible store conforms to the same protocol.
public protocol ObjectStore: Sendable {
    /// A writer for one stream of objects, one object after the other. Several may be in use at once.
    func makeWriter() throws(ObjectStoreError) -> any ObjectWriter
    /// The bytes of a committed object.
    func read(_ address: ObjectAddress) throws(ObjectStoreError) -> ObjectBytes
    /// Gives an object's space back. Its record says so durably, so that no recovery brings it back.
    func remove(_ address: ObjectAddress) throws(ObjectStoreError)
    /// Calls `body` for each complete record behind `indexed[segment]`, in the order written, verified against its digest.
    /// What a crash cut off is dropped; it was never acknowledged.
    func recover(indexed: [Int64: Int64], _ body: (RecoveredObject) throws -> Void) throws -> RecoverySummary
    /// Room left on the medium, in bytes.
    func freeSpace() -> Int64
}

/// Writes one object at a time: `begin`, any number of `append`, then `commit` or `abandon`.
public protocol ObjectWriter: AnyObject {
    func begin() throws(ObjectStoreError)
    func append(_ bytes: UnsafeRawBufferPointer) throws(ObjectStoreError)
    /// Bytes appended since `begin`.
    var count: Int { get }
    /// Calls `body` with everything appended since `begin`, without copying it.
    func withWritten<T>(_ body: (UnsafeRawBufferPointer) throws -> T) throws -> T
    /// Makes the object durable: when this returns, it survives a power cut.
    func commit(_ record: ObjectRecord) throws(ObjectStoreError) -> ObjectAddress
    /// Forgets what was appended since `begin`.
    func abandon()
    /// Gives the writer back. What is not committed is abandoned.
    func close()
}

/// What is written beside an object so that the index can be rebuilt from the objects alone.
public struct ObjectRecord: Sendable, Equatable {
    /// SHA-256 of the payload.
    public var digest: [UInt8]
    /// Milliseconds since 1970, UTC.
    public var received: Int64
    /// Anything the owner needs for re-indexing; at most ``maximumNoteLength`` bytes.
    public var note: [UInt8]

    public static let maximumNoteLength = 384

    public init(digest: [UInt8], received: Int64, note: [UInt8]) {
        self.digest = digest
        self.received = received
        self.note = note
    }
}

/// An object found on the medium that the index did not know.
public struct RecoveredObject {
    public let address: ObjectAddress
    public let record: ObjectRecord
    public let bytes: ObjectBytes
}

/// What a recovery found.
public struct RecoverySummary: Sendable, Equatable {
    public var segments = 0
    public var recovered = 0
    /// Unfinished tails that were cut off, one a segment at the most.
    public var droppedTails = 0
    /// Records whose payload no longer has its digest, with where they are.
    public var damaged: [ObjectAddress] = []

    public init() {}
}

/// What went wrong with stored bytes, and where.
public struct ObjectStoreError: Error, CustomStringConvertible, Sendable {
    public enum Kind: Sendable { case full, damaged, missing, io }

    public let kind: Kind
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { "object store: \(message)" }
}
