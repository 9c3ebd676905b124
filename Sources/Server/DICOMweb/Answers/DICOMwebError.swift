import Archive
import HTTPTypes
import Hummingbird

/// Why a DICOMweb request has no answer: a status of PS3.18 8.5 and a sentence that names what and where.
struct DICOMwebError: Error, HTTPResponseError {
    let status: HTTPResponse.Status
    let message: String

    init(_ status: HTTPResponse.Status, _ message: String) {
        self.status = status
        self.message = message
    }

    static func notAcceptable(_ what: String) -> DICOMwebError {
        DICOMwebError(.notAcceptable, "nothing that Accept asks for can be made of \(what)")
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try JSONAnswer(status: status, content: ErrorBody(message)).response(from: request, context: context)
    }
}

extension ArchiveError {
    /// The status that tells a client of it.
    var status: HTTPResponse.Status {
        switch kind {
        case .notFound: .notFound
        case .badRequest: .badRequest
        // The object is there; no representation of it can be made.
        case .unsupported: .notAcceptable
        case .damaged, .io: .internalServerError
        }
    }
}
