import NIOCore
import ObjectStore

/// What the body of an answer is made of. Bodies are lists of pieces, so that an answer of any size leaves in bounded memory.
enum BodyPiece: Sendable {
    /// At hand.
    case bytes(ByteBuffer)
    /// Bytes of the store, read range by range as the client takes them.
    case stored(length: Int, read: @Sendable (Range<Int>, inout ByteBuffer) throws -> Void)
    /// Made when its turn comes, a few pieces ahead of what is sent; small enough to be held.
    case made(@Sendable () throws -> ByteBuffer)
    /// Too large to be held: handed over chunk by chunk.
    case streamed(@Sendable (_ send: (UnsafeRawBufferPointer) throws -> Void) throws -> Void)

    /// A part of an object.
    /// - Parameter isPassing: let go of what was read, so that a long object never fills the memory.
    static func stored(_ bytes: ObjectBytes, isPassing: Bool) -> BodyPiece {
        .stored(length: bytes.count) { range, buffer in
            let part = bytes[range]
            _ = part.withUnsafeBytes { buffer.writeBytes($0) }
            if isPassing { part.letGo() }
        }
    }

    static func text(_ text: String) -> BodyPiece { .bytes(ByteBuffer(string: text)) }

    /// In bytes, where that is known before it is made.
    var length: Int? {
        switch self {
        case .bytes(let buffer): buffer.readableBytes
        case .stored(let length, _): length
        case .made, .streamed: nil
        }
    }
}

extension [BodyPiece] {
    var length: Int? {
        var total = 0
        for piece in self {
            guard let length = piece.length else { return nil }
            total += length
        }
        return total
    }
}
