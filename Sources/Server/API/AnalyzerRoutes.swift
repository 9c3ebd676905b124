import Analyzers
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Runtime

/// `/api/analyzers`: links to laboratory instruments, how they are doing, and what each of them logged.
public struct AnalyzerRoutes: Sendable {
    let service: AnalyzerService
    let audit: AuditTrail

    public init(service: AnalyzerService, audit: AuditTrail) {
        self.service = service
        self.audit = audit
    }

    public func add(to guarded: GuardedRoutes) {
        let viewing = guarded.group("/api/analyzers", demanding: .useAnalyzers)
        let managing = guarded.group("/api/analyzers", demanding: .manageAnalyzers)
        viewing.get("links") { _, _ in JSONAnswer(content: try await offload { try service.store.links() }) }
        viewing.get("status") { _, _ in JSONAnswer(content: service.board.statuses) }
        viewing.get("stream") { _, _ in stream() }
        viewing.get("links/:id/entries") { _, context in
            let id = try context.parameters.require("id")
            return JSONAnswer(content: try await offload { try service.store.entries(of: id) })
        }
        managing.put("links/:id") { request, context in
            let link = try await request.json(as: AnalyzerLink.self)
            guard link.id == context.parameters.get("id") else { throw Refusal(.invalid(field: "id"), "the link's id is not that of the address") }
            if let fault = link.fault { throw Refusal(.invalid(field: fault.field), fault.message) }
            guard link.profile.isEmpty || service.interpreter[link.profile] != nil else {
                throw Refusal(.invalid(field: "profile"), "there is no profile “\(link.profile)”")
            }
            try await service.save(link)
            audit.note(AuditEvent("analyzer.link", by: context.actor, on: "analyzer link", link.id, detail: link.name))
            return JSONAnswer(content: link)
        }
        managing.delete("links/:id") { _, context in
            let id = try context.parameters.require("id")
            guard try await service.removeLink(id) else { throw Refusal(.notFound, "there is no link “\(id)”") }
            audit.note(AuditEvent("analyzer.unlink", by: context.actor, on: "analyzer link", id))
            return HTTPResponse.Status.noContent
        }
        AnalyzerMessageRoutes(service: service, audit: audit).add(to: viewing)
        AnalyzerRunRoutes(service: service, audit: audit).add(to: viewing)
        AnalyzerProfileRoutes(service: service, audit: audit).add(viewing: viewing, managing: managing)
    }

    /// The status of a link whenever it changes.
    private func stream() -> Response {
        EventStream.answer("status", of: service.board.changes()) { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    }
}
