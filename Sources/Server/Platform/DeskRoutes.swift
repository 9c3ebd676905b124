import HTTPTypes
import Hummingbird
import NIOCore
import Runtime

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

    /// One `message` for each.
    private func stream(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let language = context.principal.language
        return EventStream.answer("message", of: records.feed.messages(for: context.principal.name)) {
            try JSONText.encode(MessageAnswer($0, language).json)
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
