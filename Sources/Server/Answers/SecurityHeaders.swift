import HTTPTypes
import Hummingbird

/// What every answer tells the browser to keep it from running, embedding or leaking what it should not.
struct SecurityHeaders: RouterMiddleware {
    let isTLS: Bool

    private static let contentSecurityPolicy = [
        "default-src 'self'", "img-src 'self' blob: data:", "style-src 'self'", "script-src 'self'", "worker-src 'self' blob:",
        "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
    ].joined(separator: "; ")

    func handle(
        _ request: Request, context: YigongContext, next: (Request, YigongContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.crossOriginOpenerPolicy] = "same-origin"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        if isTLS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        // What a handler says nothing about may concern a patient: no cache keeps it.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
}
