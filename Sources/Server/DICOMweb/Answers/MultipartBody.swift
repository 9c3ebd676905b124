import Foundation
import HTTPTypes
import NIOCore

/// A multipart/related body (RFC 2387, PS3.18 8.6.1.2).
struct MultipartBody {
    /// Random, so that no part can hold it.
    private let boundary = "yigong-" + UUID().uuidString
    private let root: String
    private var pieces: [BodyPiece] = []

    /// - Parameter root: the media type of its parts, without parameters.
    init(root: String) { self.root = root }

    var contentType: String { "multipart/related; type=\"\(root)\"; boundary=\(boundary)" }

    mutating func append(_ type: MediaType, location: String? = nil, _ content: [BodyPiece]) {
        var head = pieces.isEmpty ? "--\(boundary)\r\n" : "\r\n--\(boundary)\r\n"
        head += "Content-Type: \(type.description)\r\n"
        if let location { head += "Content-Location: \(location)\r\n" }
        if let length = content.length { head += "Content-Length: \(length)\r\n" }
        pieces.append(.text(head + "\r\n"))
        pieces += content
    }

    /// The whole body.
    var finished: [BodyPiece] { pieces + [.text("\r\n--\(boundary)--\r\n")] }
}
