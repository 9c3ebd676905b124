import HTTPTypes
import Hummingbird
import Runtime

/// `/api/session`: who am I, sign in, sign out, change my password.
struct SessionRoutes {
    let platform: Platform
    let rate = SignInRate()
    let isTLS: Bool

    private struct SignIn: Decodable {
        let name: String
        let password: String
    }

    private struct NewPassword: Decodable {
        let current: String
        let new: String
    }

    private struct Me: Encodable {
        let name: String
        let displayName: String
        let roles: [String]
        let rights: [String]
        let language: String

        init(_ principal: Principal) {
            name = principal.name
            displayName = principal.displayName
            roles = principal.roles.map(\.rawValue).sorted()
            rights = principal.rights.map(\.rawValue).sorted()
            language = principal.language
        }
    }

    func addPublic(to routes: some RouterMethods<YigongContext>) {
        routes.post("/api/session") { request, context in try await signIn(request, context) }
    }

    func add(to routes: RouterGroup<SignedInContext>) {
        routes.get("/api/session") { _, context in JSONAnswer(content: Me(context.principal)) }
        routes.delete("/api/session") { _, context in try await signOut(context) }
        routes.put("/api/session/password") { request, context in try await changePassword(request, context) }
    }

    private func signIn(_ request: Request, _ context: YigongContext) async throws -> Response {
        // There is no cookie yet that a foreign page could misuse, but it could sign its victim in under another name.
        guard !request.isFromForeignPage else { throw CrossSiteRequest() }
        let address = context.address ?? "unknown"
        try rate.take(for: address)
        let body = try await request.json(as: SignIn.self)
        let secret = try await BlockingThreads.passwords.run {
            try platform.authenticator.signIn(name: body.name, password: body.password, from: address).secret
        }
        var response = Response(status: .noContent)
        response.setCookie(SessionCookie.open(secret, isSecure: isTLS))
        return response
    }

    private func signOut(_ context: SignedInContext) async throws -> Response {
        if case .session(let id) = context.principal.proof {
            try await offload { try platform.sessions.close(id: id, by: context.actor) }
        }
        var response = Response(status: .noContent)
        response.setCookie(SessionCookie.close(isSecure: isTLS))
        return response
    }

    /// Asks for the current password again: a browser left open must not be enough to take an account over.
    private func changePassword(_ request: Request, _ context: SignedInContext) async throws -> HTTPResponse.Status {
        try rate.take(for: context.address)
        let body = try await request.json(as: NewPassword.self)
        try await BlockingThreads.passwords.run {
            let name = context.principal.name
            _ = try platform.authenticator.verify(.password(name: name, password: body.current), from: context.address)
            try platform.accounts.setPassword(body.new, of: name, by: context.actor)
        }
        return .noContent
    }
}
