import Foundation
import Hummingbird
import NIOCore

/// Writes the pieces of a body to a client at the pace at which it takes them.
struct StreamedBody: Sendable {
    let pieces: [BodyPiece]

    /// What goes out in one buffer, and the most that is read from the store at a time.
    static let chunk = 2 << 20
    /// How many pieces are made ahead of the one that is sent.
    private static let ahead = ProcessInfo.processInfo.activeProcessorCount

    /// A small body is put together at once, so that what goes wrong with it still becomes a status. Blocks its thread.
    func assembled() throws -> ResponseBody {
        let isSmall = pieces.reduce(0) { $0 + ($1.length ?? 0) } <= Self.chunk
        let toMake = pieces.count { if case .made = $0 { true } else { false } }
        let streams = pieces.contains { if case .streamed = $0 { true } else { false } }
        guard isSmall, toMake <= 2, !streams else { return responseBody }
        var buffer = ByteBuffer()
        buffer.reserveCapacity(pieces.reduce(0) { $0 + ($1.length ?? 0) })
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): buffer.writeImmutableBuffer(bytes)
            case .stored(let length, let read): try read(0..<length, &buffer)
            case .made(let make): buffer.writeImmutableBuffer(try make())
            case .streamed: break
            }
        }
        return ResponseBody(byteBuffer: buffer)
    }

    private var responseBody: ResponseBody {
        ResponseBody(contentLength: pieces.length) { writer in
            try await write(to: &writer)
            try await writer.finish(nil)
        }
    }

    private func write(to writer: inout any ResponseBodyWriter) async throws {
        try await withThrowingTaskGroup(of: (Int, ByteBuffer).self) { group in
            var toMake = pieces.enumerated().lazy.compactMap { position, piece in
                if case .made(let make) = piece { (position, make) } else { nil }
            }.makeIterator()
            func makeNext() {
                guard let (position, make) = toMake.next() else { return }
                group.addTask { (position, try await offload(make)) }
            }
            for _ in 0..<Self.ahead { makeNext() }
            var ready: [Int: ByteBuffer] = [:]
            for (position, piece) in pieces.enumerated() {
                switch piece {
                case .bytes(let buffer): try await writer.write(buffer)
                case .stored(let length, let read): try await Self.write(length, read, to: &writer)
                case .streamed(let produce): try await ChunkHandover.write(produce, to: &writer)
                case .made:
                    while ready[position] == nil, let (made, buffer) = try await group.next() { ready[made] = buffer }
                    makeNext()
                    if let buffer = ready.removeValue(forKey: position) { try await writer.write(buffer) }
                }
            }
        }
    }

    private typealias Read = @Sendable (Range<Int>, inout ByteBuffer) throws -> Void

    /// Reads the next chunk while the one before is on its way.
    private static func write(_ length: Int, _ read: @escaping Read, to writer: inout any ResponseBodyWriter) async throws {
        var current = try await chunk(at: 0, of: length, read)
        for start in stride(from: Self.chunk, through: length + Self.chunk, by: Self.chunk) {
            async let next = chunk(at: start, of: length, read)
            try await writer.write(current)
            current = try await next
        }
    }

    /// Empty beyond the end.
    private static func chunk(at start: Int, of length: Int, _ read: @escaping Read) async throws -> ByteBuffer {
        guard start < length else { return ByteBuffer() }
        return try await offload {
            let range = start..<min(start + Self.chunk, length)
            var buffer = ByteBuffer()
            buffer.reserveCapacity(range.count)
            try read(range, &buffer)
            return buffer
        }
    }
}
