import Analyzers
import Foundation
import HTTPTypes
import Hummingbird
import Runtime

/// `/api/analyzers/runs` and `/orders`: results by sample, those that wait for someone to claim them, and work for the instruments.
struct AnalyzerRunRoutes: Sendable {
    let service: AnalyzerService
    let audit: AuditTrail

    private struct Claim: Decodable {
        let sample: String
    }

    private struct NewOrder: Decodable {
        let sample: String
        let tests: [String]
        let link: String?
        let patient: AnalyzerMessage.Patient?
        let priority: AnalyzerMessage.Priority?
        let specimen: String?
        let dayNumber: String?
        let day: String?
    }

    func add(to routes: RouterGroup<SignedInContext>) {
        routes.get("runs") { request, _ in
            let parameters = request.uri.queryParameters
            let state = parameters["state"].flatMap { AnalyzerRun.State(rawValue: String($0)) }
            let sample = parameters["sample"].map(String.init)
            let before = parameters["before"].flatMap { Int64($0) }
            return JSONAnswer(content: try await offload { try service.store.runs(state: state, sample: sample, before: before) })
        }
        routes.post("runs/:id/claim") { request, context in
            let id = try Self.id(context)
            let claim = try await request.json(as: Claim.self)
            try await decide(id, "analyzer.claim", claim.sample, context) { try service.store.claim(id, sample: claim.sample, by: $0, at: $1) }
            return HTTPResponse.Status.noContent
        }
        routes.post("runs/:id/discard") { _, context in
            let id = try Self.id(context)
            try await decide(id, "analyzer.discard", "", context) { try service.store.discard(id, by: $0, at: $1) }
            return HTTPResponse.Status.noContent
        }
        routes.get("orders") { _, _ in JSONAnswer(content: try await offload { try service.store.orders() }) }
        routes.post("orders") { request, context in
            let new = try await request.json(as: NewOrder.self)
            guard !new.sample.isEmpty else { throw Refusal(.invalid(field: "sample"), "an order has a sample's number") }
            let order = WorkOrder(
                sample: new.sample, link: new.link, tests: new.tests, patient: new.patient ?? .init(), priority: new.priority ?? .routine,
                specimen: new.specimen ?? "", dayNumber: new.dayNumber, day: new.day)
            let id = try await offload { try service.store.add(order, at: Self.now()) }
            audit.note(AuditEvent("analyzer.order", by: context.actor, on: "analyzer order", String(id), detail: new.sample))
            return JSONAnswer(status: .created, content: ["id": id])
        }
    }

    private func decide(
        _ id: Int64, _ action: AuditAction, _ detail: String, _ context: SignedInContext,
        _ body: @escaping @Sendable (String, Int64) throws -> Void
    ) async throws {
        let name = context.principal.name
        do {
            try await offload { try body(name, Self.now()) }
        } catch let error as ClaimError {
            throw Refusal(.conflict, error.description)
        }
        audit.note(AuditEvent(action, by: context.actor, on: "analyzer run", String(id), detail: detail))
    }

    private static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    private static func id(_ context: SignedInContext) throws -> Int64 {
        guard let id = context.parameters.get("id", as: Int64.self) else { throw Refusal(.notFound, "a run has a number") }
        return id
    }
}
