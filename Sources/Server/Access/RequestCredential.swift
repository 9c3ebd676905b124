import Foundation
import HTTPTypes
import Hummingbird
import Runtime

/// The cookie that carries a session.
enum SessionCookie {
    static let name = "yigong_session"

    static func open(_ secret: Secret, isSecure: Bool) -> Cookie {
        Cookie(
            name: name, value: secret.text, maxAge: Int(Sessions.absoluteLimit.components.seconds), path: "/",
            secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    static func close(isSecure: Bool) -> Cookie {
        Cookie(name: name, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }
}

extension Request {
    /// What the request offers as proof of its sender. An `Authorization` header counts before a cookie.
    /// - Throws: `SignInFailure.wrong` where there is such a header and it cannot be read.
    func credential() throws -> Credential? {
        if let header = headers[.authorization] {
            guard let credential = Self.credential(authorization: header) else { throw SignInFailure.wrong }
            return credential
        }
        return cookies[SessionCookie.name].map { .session(Secret(text: $0.value)) }
    }

    /// `Bearer yg_…` (RFC 6750) or `Basic base64(name:password)` (RFC 7617, UTF-8).
    private static func credential(authorization: String) -> Credential? {
        guard authorization.utf8.count <= 1024, let space = authorization.firstIndex(of: " ") else { return nil }
        let value = authorization[authorization.index(after: space)...].drop { $0 == " " }
        switch authorization[..<space].lowercased() {
        case "bearer":
            return value.hasPrefix(Tokens.prefix) ? .token(Secret(text: String(value))) : nil
        case "basic":
            guard let data = Data(base64Encoded: String(value)), let text = String(data: data, encoding: .utf8),
                let colon = text.firstIndex(of: ":")
            else { return nil }
            return .password(name: String(text[..<colon]), password: String(text[text.index(after: colon)...]))
        default:
            return nil
        }
    }
}
