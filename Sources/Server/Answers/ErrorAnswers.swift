import Archive
import Database
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Runtime

/// Turns every error that a handler throws into an answer that says what is wrong and gives nothing away.
struct ErrorAnswers: RouterMiddleware {
    func handle(
        _ request: Request, context: YigongContext, next: (Request, YigongContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let failure as SignInFailure {
            return try Challenge(failure).answer(to: request, context: context)
        } catch let error as any HTTPResponseError where !(error is HTTPError) {
            return try error.response(from: request, context: context)
        } catch {
            let (status, body) = describe(error, context)
            return try JSONAnswer(status: status, content: body).response(from: request, context: context)
        }
    }

    private func describe(_ error: any Error, _ context: YigongContext) -> (HTTPResponse.Status, ErrorBody) {
        switch error {
        case let error as HTTPError:
            return (error.status, ErrorBody(error.body ?? error.status.reasonPhrase))
        case let refusal as Refusal:
            return Self.describe(refusal)
        case let missing as MissingRight:
            return (.forbidden, ErrorBody("this needs the right \(missing.right.rawValue)"))
        case is CrossSiteRequest:
            return (.forbidden, ErrorBody("a change made with a session needs the header X-Requested-With: yigong"))
        case let error as DecodingError:
            let (message, field) = error.inWords
            return (.badRequest, ErrorBody(message, field: field))
        case let error as ArchiveError where error.kind != .io:
            if error.kind == .damaged { context.logger.error("a stored object is damaged", metadata: ["error": "\(error)"]) }
            return (error.status, ErrorBody(error.message))
        case let error as DatabaseError where error.kind == .full:
            context.logger.critical("the disk of the database is full", metadata: ["error": "\(error)"])
            return (HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), ErrorBody("the disk is full"))
        default:
            context.logger.error("request failed", metadata: ["error": "\(error)"])
            return (.internalServerError, ErrorBody("something went wrong here; the log has it under request \(context.id)"))
        }
    }

    private static func describe(_ refusal: Refusal) -> (HTTPResponse.Status, ErrorBody) {
        switch refusal.kind {
        case .invalid(let field): (.unprocessableContent, ErrorBody(refusal.message, field: field))
        case .notFound: (.notFound, ErrorBody(refusal.message))
        case .conflict: (.conflict, ErrorBody(refusal.message))
        case .forbidden: (.forbidden, ErrorBody(refusal.message))
        }
    }
}

extension DecodingError {
    /// What is wrong with a JSON body, and where.
    fileprivate var inWords: (message: String, field: String?) {
        func path(_ context: Context, _ key: (any CodingKey)? = nil) -> String? {
            let keys = (context.codingPath + (key.map { [$0] } ?? [])).map(\.stringValue)
            return keys.isEmpty ? nil : keys.joined(separator: ".")
        }
        switch self {
        case .keyNotFound(let key, let context): return ("\(key.stringValue) is missing", path(context, key))
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return ("\(path(context) ?? "the body") has the wrong type", path(context))
        case .dataCorrupted(let context):
            return ("\(path(context) ?? "the body") is not what it should be", path(context))
        @unknown default: return ("the body cannot be read", nil)
        }
    }
}
