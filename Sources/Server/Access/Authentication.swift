import Hummingbird
import Runtime

/// Finds out who sends a request. A request without credentials passes on as nobody's; one with wrong credentials ends here,
/// except that a stale cookie is nobody's too.
struct Authentication: RouterMiddleware {
    let authenticator: Authenticator

    func handle(
        _ request: Request, context: YigongContext, next: (Request, YigongContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let credential = try request.credential() {
            context.principal = try await principal(for: credential, from: context.address ?? "unknown")
        }
        return try await next(request, context)
    }

    private func principal(for credential: Credential, from address: String) async throws -> Principal? {
        if let known = authenticator.remembered(credential) { return known }
        switch credential {
        case .session:
            do {
                return try await offload { try authenticator.verify(credential, from: address) }
            } catch SignInFailure.wrong {
                return nil
            }
        case .token:
            return try await offload { try authenticator.verify(credential, from: address) }
        case .password:
            return try await BlockingThreads.passwords.run { try authenticator.verify(credential, from: address) }
        }
    }
}
