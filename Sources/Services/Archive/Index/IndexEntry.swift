import ObjectStore

/// One durable object on its way into the index.
struct IndexEntry: Sendable {
    var summary: InstanceSummary
    var address: ObjectAddress
    var note: StorageNote
    var digest: [UInt8]
    var received: Int64
    /// What is known of the instance while the entry waits.
    var known: KnownInstance { KnownInstance(digest: digest, originalDigest: nil, address: address) }
    /// The note as it stands beside the object.
    var encodedNote: [UInt8] { note.encoded }
}

/// What the index says of an instance UID.
struct KnownInstance: Sendable, Equatable {
    var digest: [UInt8]
    var originalDigest: [UInt8]?
    /// Where its bytes are.
    var address: ObjectAddress

    /// Whether a data set of this digest is the instance already here, as it is stored or as it came.
    func isSame(_ other: [UInt8]) -> Bool { digest == other || originalDigest == other }
}
