import HTTPTypes
import Hummingbird
import Runtime

/// Someone known asked for something they may not do.
struct MissingRight: Error {
    let right: Right
}

/// Lets a request through only where its sender has a right. A refusal is audited.
struct Demand: RouterMiddleware {
    let right: Right
    let audit: AuditTrail

    func handle(
        _ request: Request, context: SignedInContext, next: (Request, SignedInContext) async throws -> Response
    ) async throws -> Response {
        guard context.principal.may(right) else {
            audit.note(
                AuditEvent(
                    "access.refused", by: context.actor, on: "route", context.endpointPath ?? request.uri.path,
                    outcome: .refused, detail: "needs \(right.rawValue)"))
            throw MissingRight(right: right)
        }
        return try await next(request, context)
    }
}

/// The only places where routes are mounted that are not public: each group demands a right.
public struct GuardedRoutes {
    let signedIn: RouterGroup<SignedInContext>
    let audit: AuditTrail

    /// Routes for anyone who signed in, whatever their rights: the session itself.
    var forAnyone: RouterGroup<SignedInContext> { signedIn.group() }

    /// Routes below `path` for those who have a right.
    public func group(_ path: RouterPath = "", demanding right: Right) -> RouterGroup<SignedInContext> {
        signedIn.group(path).add(middleware: Demand(right: right, audit: audit))
    }
}
