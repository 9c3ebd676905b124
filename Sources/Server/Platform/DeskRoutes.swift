import HTTPTypes
import Hummingbird
import NIOCore
import Runtime
import ServiceLifecycle

/// What a person finds on coming in: the systems that they may use, what waits for them, and messages as they happen.
public struct DeskRoutes: Sendable {
    let records: Records

    public init(records: Records) { self.records = records }

    private struct Read: Decodable {
        /// All of them where none is named.
        let ids: [Int64]?
    }

    public func add(to guarded: GuardedRoutes) {
        let routes = guarded.group("/api/desk", demanding: .useSystems)
        routes.get("systems") { request, context in
            try await records.answer(request, context) { CatalogueAnswer(records.catalogue, $0).json }
        }
        routes.get("waiting") { request, context in try await records.answer(request, context) { try waiting(for: $0) } }
        routes.get("messages") { request, context in try await records.answer(request, context) { try messages(for: $0) } }
        routes.post("messages/read") { request, context in
            let body = try await request.json(as: Read.self)
            try await records.work(request, context) { try records.markRead(body.ids ?? [], for: $0) }
            return HTTPResponse.Status.noContent
        }
        routes.get("stream") { request, context in try await stream(request, context) }
    }

    /// For each kind of record on which the viewer could take a step: how many, and the first of them.
    private func waiting(for viewer: Viewer) throws -> JSON {
        let parts: [JSON] = try records.catalogue.shapes.compactMap { shape in
            guard shape.mayEver(.see, viewer), shape.waiting(for: viewer) != .none else { return nil }
            let page = try records.list(shape.name, ListQuery(sort: "changedAt", isDescending: false, size: 8, isWaiting: true), for: viewer)
            return .object([
                "entity": .string(shape.name), "total": .integer(Int64(page.total)),
                "rows": .array(page.rows.map { RecordAnswer(shape, $0, page.titles, viewer).json }),
            ])
        }
        return .array(parts)
    }

    private func messages(for viewer: Viewer) throws -> JSON {
        .array(try records.messages(for: viewer).map { MessageAnswer($0, viewer.language).json })
    }

    /// Server-sent events: one `message` for each, and a comment every 20 s so that proxies keep the line open.
    private func stream(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let account = context.principal.name, language = context.principal.language
        let messages = records.feed.messages(for: account)
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                // A stop of the service ends the line; else it would wait for every open page.
                for try await event in merged(messages).cancelOnGracefulShutdown() {
                    switch event {
                    case .message(let message):
                        let text = try JSONText.encode(MessageAnswer(message, language).json)
                        try await writer.write(ByteBuffer(string: "event: message\ndata: \(text)\n\n"))
                    case .pulse: try await writer.write(ByteBuffer(string: ": \n\n"))
                    }
                }
                try await writer.finish(nil)
            })
    }

    private enum Event: Sendable { case message(Message), pulse }

    private func merged(_ messages: AsyncStream<Message>) -> AsyncStream<Event> {
        AsyncStream { continuation in
            let listening = Task { for await message in messages { continuation.yield(.message(message)) } }
            let pulsing = Task {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(20))
                    continuation.yield(.pulse)
                }
            }
            continuation.onTermination = { _ in
                listening.cancel()
                pulsing.cancel()
            }
        }
    }
}

struct MessageAnswer {
    let json: JSON

    init(_ message: Message, _ language: String) {
        json = .object([
            "id": .integer(message.id), "text": .string(message.text.text(in: language)), "entity": .string(message.entity),
            "record": .integer(message.record), "at": .string(message.at.iso8601), "isRead": .bool(message.readAt != nil),
        ])
    }
}
