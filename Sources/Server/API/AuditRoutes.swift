import Hummingbird
import Runtime

/// `/api/audit`: who did what, newest first, page by page; and whether the chain is whole.
struct AuditRoutes {
    let platform: Platform

    private struct Page: Encodable {
        let entries: [AuditEntry]
        /// What to ask for as `before` to get the next page; absent on the last one.
        let next: Int64?
    }

    private struct Verdict: Encodable {
        let intact: Bool
        let rows: Int64?
        let firstBroken: Int64?

        init(_ verdict: AuditVerdict) {
            switch verdict {
            case .intact(let count): (intact, rows, firstBroken) = (true, count, nil)
            case .broken(let sequence): (intact, rows, firstBroken) = (false, nil, sequence)
            }
        }
    }

    func add(to routes: RouterGroup<SignedInContext>) {
        routes.get { request, context in try await page(request, context) }
        routes.get("verify") { _, _ in JSONAnswer(content: Verdict(try await offload { try platform.audit.verify() })) }
    }

    private func page(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<Page> {
        func text(_ name: Substring) -> String? { request.uri.queryParameters[name].map(String.init) }
        func number<N: FixedWidthInteger>(_ name: Substring) throws -> N? {
            guard let text = text(name) else { return nil }
            guard let number = N(text), number > 0 else { throw Refusal(.invalid(field: String(name)), "\(name) must be a positive number") }
            return number
        }
        let query = AuditQuery(
            actor: text("actor"), action: text("action"), patientID: text("patient"), objectID: text("object"),
            before: try number("before"), limit: try number("limit") ?? 100)
        platform.audit.note(AuditEvent(.auditRead, by: context.actor, on: "audit", ""))
        let entries = try await offload { try platform.audit.entries(query) }
        return JSONAnswer(content: Page(entries: entries, next: entries.count == query.limit ? entries.last?.sequence : nil))
    }
}
