import Foundation
import HTTPTypes
import Hummingbird
import Runtime

/// A browser sent its cookie along with a change that another site asked for.
struct CrossSiteRequest: Error {}

/// Refuses changes that ride on a session cookie unless our own page made them. Tokens and Basic credentials are not sent by
/// a browser on its own, so they need no such proof.
struct CrossSiteProtection: RouterMiddleware {
    func handle(
        _ request: Request, context: YigongContext, next: (Request, YigongContext) async throws -> Response
    ) async throws -> Response {
        if request.changesState, case .session = context.principal?.proof, !request.isFromOwnPage { throw CrossSiteRequest() }
        return try await next(request, context)
    }
}

extension Request {
    var changesState: Bool { ![.get, .head, .options].contains(method) }

    /// Any one of three proofs: a header that a foreign page cannot set without CORS, the browser's own word (Fetch Metadata),
    /// or an origin equal to the host that was asked.
    var isFromOwnPage: Bool {
        if headers[.requestedWith] == "yigong" { return true }
        if let site = headers[.fetchSite] { return site == "same-origin" }
        guard let origin = headers[.origin], let url = URLComponents(string: origin), let host = url.host else { return false }
        let authority = url.port.map { "\(host):\($0)" } ?? host
        return authority == head.authority
    }

    /// Whether a browser says that another site caused this request.
    var isFromForeignPage: Bool { headers[.fetchSite] == "cross-site" }

    /// Whether a script or page in a browser sent this, rather than a program.
    var isFromBrowser: Bool { headers[.fetchSite] != nil || headers[.requestedWith] != nil }
}

extension HTTPField.Name {
    static let requestedWith = HTTPField.Name("X-Requested-With")!
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
