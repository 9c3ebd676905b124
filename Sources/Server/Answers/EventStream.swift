import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Server-sent events (HTML 9.2): what happens, as it happens, to a page that stays open.
enum EventStream {
    /// Proxies close a line on which nothing is said; a comment this often keeps it open.
    private static let pulse = Duration.seconds(20)

    /// One event for each item.
    /// - Parameter data: the JSON of an item; nil leaves it out.
    static func answer<Item: Sendable>(
        _ name: String, of items: AsyncStream<Item>, data: @escaping @Sendable (Item) throws -> String?
    ) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                // A stop of the service ends the line; else it would wait for every open page.
                for try await item in withPulses(items).cancelOnGracefulShutdown() {
                    guard let item else {
                        try await writer.write(ByteBuffer(string: ": \n\n"))
                        continue
                    }
                    guard let text = try data(item) else { continue }
                    try await writer.write(ByteBuffer(string: "event: \(name)\ndata: \(text)\n\n"))
                }
                try await writer.finish(nil)
            })
    }

    /// The items, and nil for each pulse.
    private static func withPulses<Item: Sendable>(_ items: AsyncStream<Item>) -> AsyncStream<Item?> {
        AsyncStream { continuation in
            let listening = Task { for await item in items { continuation.yield(item) } }
            let pulsing = Task {
                while !Task.isCancelled {
                    try? await Task.sleep(for: pulse)
                    continuation.yield(nil)
                }
            }
            continuation.onTermination = { _ in
                listening.cancel()
                pulsing.cancel()
            }
        }
    }
}
