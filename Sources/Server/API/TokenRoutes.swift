import HTTPTypes
import Hummingbird
import Runtime

/// `/api/tokens`: API tokens, one's own or, for those who manage accounts, anyone's.
struct TokenRoutes {
    let platform: Platform

    private struct NewToken: Decodable {
        /// Whose it is; one's own where it is not given.
        let account: String?
        let label: String?
        let rights: Set<Right>?
        let expiresInDays: Int?
    }

    private struct Made: Encodable {
        /// Shown this once.
        let secret: String
        let token: APIToken
    }

    func add(to routes: RouterGroup<SignedInContext>) {
        routes.get { _, context in
            let owner = context.principal.may(.manageAccounts) ? nil : context.principal.name
            return JSONAnswer(content: try await offload { try platform.tokens.list(of: owner) })
        }
        routes.post { request, context in try await make(request, context) }
        routes.delete(":id") { _, context in
            let id = try context.parameters.require("id")
            let owner = context.principal.may(.manageAccounts) ? nil : context.principal.name
            try await offload { try platform.tokens.revoke(id: id, ownedBy: owner, by: context.actor) }
            return HTTPResponse.Status.noContent
        }
    }

    private func make(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<Made> {
        // A token that could make tokens would outlive its own end.
        if case .token = context.principal.proof { throw Refusal(.forbidden, "a token cannot make tokens; sign in") }
        let body = try await request.json(as: NewToken.self)
        let owner = body.account ?? context.principal.name
        guard owner == context.principal.name || context.principal.may(.manageAccounts) else {
            throw MissingRight(right: .manageAccounts)
        }
        guard let lifetime = Self.lifetime(days: body.expiresInDays ?? 90) else {
            throw Refusal(.invalid(field: "expiresInDays"), "a token lives 1 to 3650 days")
        }
        return try await offload {
            let (token, secret) = try platform.tokens.create(
                for: owner, label: body.label ?? "", rights: body.rights, lifetime: lifetime, by: context.actor)
            return JSONAnswer(status: .created, content: Made(secret: secret.text, token: token))
        }
    }

    private static func lifetime(days: Int) -> Duration? { (1...3650).contains(days) ? .days(days) : nil }
}
