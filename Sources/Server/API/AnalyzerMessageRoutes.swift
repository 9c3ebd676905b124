import Analyzers
import Foundation
import HTTPTypes
import Hematology
import Hummingbird
import NIOCore
import Paper
import Runtime

/// `/api/analyzers/messages`: every raw message, what it says, and its curves as pictures.
struct AnalyzerMessageRoutes: Sendable {
    let service: AnalyzerService
    let audit: AuditTrail

    private struct Whole: Encodable, Sendable {
        let summary: MessageSummary
        /// As text where it is text, so that a person can read it.
        let text: String
        let messages: [DecodedMessage]
        let faults: [String]
    }

    func add(to routes: RouterGroup<SignedInContext>) {
        routes.get("messages") { request, _ in
            let query = Self.query(request)
            return JSONAnswer(content: try await offload { try service.store.messages(query) })
        }
        routes.get("messages/:id") { request, context in
            let id = try Self.id(context)
            let whole = try await offload { try self.whole(id) }
            audit.note(AuditEvent("analyzer.read", by: context.actor, on: "analyzer message", String(id), detail: whole.summary.sample))
            return JSONAnswer(content: whole)
        }
        routes.get("messages/:id/raw") { _, context in
            let id = try Self.id(context)
            let message = try await offload { try found(id) }
            return Response(
                status: .ok,
                headers: [.contentType: "application/octet-stream", .contentDisposition: "attachment; filename=\"message-\(id).txt\""],
                body: .init(byteBuffer: ByteBuffer(bytes: message.bytes)))
        }
        routes.get("messages/:id/graphics/:number") { request, context in
            let id = try Self.id(context)
            guard let number = context.parameters.get("number", as: Int.self) else { throw Refusal(.notFound, "there is no such picture") }
            let isChinese = request.uri.queryParameters["language"] != "en"
            let picture = try await offload { try self.picture(id, number, isChinese: isChinese) }
            return Response(
                status: .ok, headers: [.contentType: "image/svg+xml", .cacheControl: "private, max-age=3600"],
                body: .init(byteBuffer: ByteBuffer(bytes: picture)))
        }
    }

    private static func id(_ context: SignedInContext) throws -> Int64 {
        guard let id = context.parameters.get("id", as: Int64.self) else { throw Refusal(.notFound, "a message has a number") }
        return id
    }

    private static func query(_ request: Request) -> MessageQuery {
        let parameters = request.uri.queryParameters
        var query = MessageQuery()
        query.text = parameters["text"].map(String.init) ?? ""
        query.link = parameters["link"].map(String.init) ?? ""
        query.state = parameters["state"].map(String.init) ?? ""
        query.before = parameters["before"].flatMap { Int64($0) }
        query.limit = parameters["limit"].flatMap { Int($0) } ?? 50
        return query
    }

    private func found(_ id: Int64) throws -> (summary: MessageSummary, bytes: [UInt8]) {
        guard let message = try service.store.raw(id) else { throw Refusal(.notFound, "there is no message \(id)") }
        return message
    }

    /// The message as the profile of now reads it: a corrected profile shows at once.
    private func read(_ id: Int64) throws -> (summary: MessageSummary, text: String, messages: [AnalyzerMessage], faults: [String]) {
        let (summary, bytes) = try found(id)
        let decoded = service.interpreter.decode(bytes, profile: service.interpreter[summary.profile])
        return (summary, AnalyzerText.readable(bytes), decoded.messages, decoded.faults)
    }

    private func whole(_ id: Int64) throws -> Whole {
        let read = try read(id)
        return Whole(summary: read.summary, text: read.text, messages: read.messages.map { DecodedMessage($0) }, faults: read.faults)
    }

    private func picture(_ id: Int64, _ number: Int, isChinese: Bool) throws -> [UInt8] {
        let graphics = try read(id).messages.flatMap(\.graphics)
        guard graphics.indices.contains(number), let graphic = graphics[number].graphic else { throw Refusal(.notFound, "there is no such picture") }
        let style = PlotStyle(PlotStyle.report, language: isChinese ? .chinese : .english)
        return try Paper.render(try graphic.drawing(style: style), as: .svg)
    }
}
