/// A data set to be sent, as bytes in the transfer syntax of its presentation context.
public struct DataSource {
    enum Content {
        case bytes([UInt8])
        case memory([UnsafeRawBufferPointer])
        case stream((_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void)
    }

    let content: Content

    public init(_ bytes: [UInt8]) { content = .bytes(bytes) }

    /// Memory that stays valid until the call that sends it returns, such as a mapped file. Sent without a copy.
    public init(_ memory: UnsafeRawBufferPointer) { content = .memory([memory]) }

    /// Several pieces of memory, one after the other.
    public init(_ pieces: [UnsafeRawBufferPointer]) { content = .memory(pieces) }

    /// Bytes as they become available: `produce` calls what it is given with one chunk after the other. Chunks may have any
    /// size; they are packed into PDUs. If it throws, the association is aborted, for the peer has a part of the message.
    public init(_ produce: @escaping (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void) {
        content = .stream(produce)
    }
}
