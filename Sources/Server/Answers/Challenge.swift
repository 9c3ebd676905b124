import Foundation
import HTTPTypes
import Hummingbird
import Runtime

/// The answer to a request whose sender is not known: each kind of client is told in its own way how to sign in.
struct Challenge {
    let failure: SignInFailure

    init(_ failure: SignInFailure) { self.failure = failure }

    func answer(to request: Request, context: YigongContext) throws -> Response {
        if case .wait(let seconds) = failure {
            var response = try JSONAnswer(
                status: .tooManyRequests, content: ErrorBody("too many attempts; try again in \(seconds) s")
            ).response(from: request, context: context)
            response.headers[.retryAfter] = String(seconds)
            return response
        }
        if PageRoutes.paths.contains(request.uri.path), request.headers[.authorization] == nil {
            return .redirect(to: "/login?next=" + Self.escaped(request.uri.description), type: .normal)
        }
        var response = try JSONAnswer(status: .unauthorized, content: ErrorBody("sign in first, or the credentials are wrong"))
            .response(from: request, context: context)
        response.headers[.wwwAuthenticate] = scheme(for: request)
        return response
    }

    /// Programs that speak DICOMweb expect Basic. A browser would show its own password window at that word, so scripts in a
    /// page are told Bearer.
    private func scheme(for request: Request) -> String {
        let takesBasic = request.uri.path.hasPrefix("/dicom-web") && !request.isFromBrowser
        return takesBasic ? #"Basic realm="yigong", charset="UTF-8""# : #"Bearer realm="yigong""#
    }

    private static func escaped(_ path: String) -> String {
        path.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "/.-_"))) ?? "/"
    }
}
