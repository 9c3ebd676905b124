import HTTPTypes
import Hummingbird
import NIOCore

/// The successful answers of DICOMweb.
enum Answer {
    /// A body of one part.
    static func single(_ type: MediaType, _ content: [BodyPiece]) throws -> Response {
        Response(status: .ok, headers: [.contentType: type.description, .vary: "Accept"], body: try StreamedBody(pieces: content).assembled())
    }

    static func multipart(_ body: MultipartBody) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: body.contentType, .vary: "Accept"],
            body: try StreamedBody(pieces: body.finished).assembled())
    }

    /// JSON, compressed where the client takes that and it is worth it.
    static func json(_ json: [UInt8], as type: String, acceptsGzip: Bool, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [.contentType: type, .vary: "Accept, Accept-Encoding"]
        // The fastest level: what is made for one reader is sent once.
        if acceptsGzip, json.count > 1024, let gzip = Gzip.compress(json, level: 1) {
            headers[.contentEncoding] = "gzip"
            return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: gzip)))
        }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: json)))
    }
}
