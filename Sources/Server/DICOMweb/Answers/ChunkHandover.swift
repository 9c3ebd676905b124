import Dispatch
import Hummingbird
import NIOCore
import Synchronization

/// Lets blocking work that pushes bytes feed a client that takes them slowly: the work waits while two chunks are not yet taken.
enum ChunkHandover {
    static func write(
        _ produce: @escaping @Sendable ((UnsafeRawBufferPointer) throws -> Void) throws -> Void, to writer: inout any ResponseBodyWriter
    ) async throws {
        let room = Room()
        let (chunks, continuation) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
        // Threads of their own: they wait for clients, which those of the database and files never do.
        let work = Task {
            do {
                try await BlockingThreads.transcoding.run {
                    var gathered = ByteBuffer()
                    func flush() throws {
                        guard gathered.readableBytes > 0 else { return }
                        try room.wait()
                        continuation.yield(gathered)
                        gathered = ByteBuffer()
                    }
                    try produce { bytes in
                        var rest = bytes[...]
                        while !rest.isEmpty {
                            let part = rest.prefix(StreamedBody.chunk - gathered.readableBytes)
                            gathered.writeBytes(UnsafeRawBufferPointer(rebasing: part))
                            rest = rest.dropFirst(part.count)
                            if gathered.readableBytes >= StreamedBody.chunk { try flush() }
                        }
                    }
                    try flush()
                }
                continuation.finish()
            } catch { continuation.finish(throwing: error) }
        }
        do {
            for try await chunk in chunks {
                try await writer.write(chunk)
                room.taken()
            }
        } catch {
            work.cancel()
            room.leave()
            throw error
        }
    }

    /// Counts the chunks that may be under way.
    private final class Room: Sendable {
        private let free = DispatchSemaphore(value: 0)
        private let isLeft = Atomic(false)

        init() { for _ in 0..<2 { free.signal() } }

        func taken() { free.signal() }

        /// - Throws: `CancellationError` when the client is gone.
        func wait() throws {
            free.wait()
            if isLeft.load(ordering: .acquiring) { throw CancellationError() }
        }

        func leave() {
            isLeft.store(true, ordering: .releasing)
            free.signal()
        }
    }
}
