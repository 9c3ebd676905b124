import HTTPTypes
import Hummingbird
import Runtime

extension Records {
    /// Runs blocking work for whoever asks and turns a refusal into an answer in their language.
    func answer(
        _ request: Request, _ context: SignedInContext, status: HTTPResponse.Status = .ok, _ body: @escaping @Sendable (Viewer) throws -> JSON
    ) async throws -> JSONAnswer<JSON> {
        JSONAnswer(status: status, content: try await work(request, context, body))
    }

    func work<T: Sendable>(_ request: Request, _ context: SignedInContext, _ body: @escaping @Sendable (Viewer) throws -> T) async throws -> T {
        let language = request.language ?? context.principal.language
        do {
            return try await offload {
                let known = try self.viewer(context.principal, from: context.address)
                return try body(
                    Viewer(
                        account: known.account, displayName: known.displayName, staff: known.staff, posts: known.posts, language: language,
                        origin: known.origin))
            }
        } catch let refusal as RecordRefusal {
            throw RefusedAnswer(refusal: refusal, language: language)
        }
    }
}

extension Request {
    /// What the page speaks at this moment, which may not be the account's language.
    fileprivate var language: String? {
        let asked = headers[.acceptLanguage]?.prefix(2).lowercased()
        return asked.flatMap { ["zh", "en"].contains($0) ? $0 : nil }
    }
}

/// A refusal as an answer: 404, 403, 409 or 422, with every field that is wrong.
struct RefusedAnswer: Error, HTTPResponseError {
    let refusal: RecordRefusal
    let language: String

    private struct Body: Encodable {
        struct Detail: Encodable {
            let message: String
            let kind: String
            let fields: [Field]?
        }

        struct Field: Encodable {
            let field: String?
            let message: String
        }

        let error: Detail
    }

    var status: HTTPResponse.Status {
        switch refusal {
        case .absent: .notFound
        case .forbidden: .forbidden
        case .stale, .wrongState: .conflict
        case .invalid: .unprocessableContent
        }
    }

    private var kind: String {
        switch refusal {
        case .absent: "absent"
        case .forbidden: "forbidden"
        case .stale: "stale"
        case .wrongState: "state"
        case .invalid: "invalid"
        }
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var fields: [Body.Field]?
        if case .invalid(let objections) = refusal { fields = objections.map { Body.Field(field: $0.field, message: $0.text.text(in: language)) } }
        let body = Body(error: .init(message: refusal.text(in: language), kind: kind, fields: fields))
        return try JSONAnswer(status: status, content: body).response(from: request, context: context)
    }
}
