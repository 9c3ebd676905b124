import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer in JSON, its keys sorted so that the same content is always the same bytes.
struct JSONAnswer<Content: Encodable & Sendable>: ResponseGenerator, Sendable {
    var status: HTTPResponse.Status = .ok
    let content: Content

    func response(from request: Request, context: some RequestContext) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(content))))
    }
}

/// What went wrong, in words: `{"error": {"message": …, "field": …}}`.
struct ErrorBody: Encodable {
    struct Detail: Encodable {
        let message: String
        var field: String?
    }

    let error: Detail

    init(_ message: String, field: String? = nil) { error = Detail(message: message, field: field) }
}
