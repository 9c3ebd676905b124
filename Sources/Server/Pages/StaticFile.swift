import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// One file of the web front end, held in memory with its compressed form.
struct StaticFile: Sendable {
    let contentType: String
    private let plain: ByteBuffer
    private let gzip: ByteBuffer?
    let tag: String
    let isPage: Bool
    /// The text of the file, where it is text.
    let text: String?

    /// - Parameter source: the text that the file was made from, where that is another.
    init(_ bytes: [UInt8], name: String, source: String? = nil) {
        let kind = MediaKind(name: name)
        isPage = name.hasSuffix(".html")
        contentType = kind.contentType
        plain = ByteBuffer(bytes: bytes)
        gzip = kind.isText && bytes.count > 512 ? Gzip.compress(bytes, level: 9).map { ByteBuffer(bytes: $0) } : nil
        tag = SHA256.hash(data: Data(bytes)).prefix(12).map { String(format: "%02x", $0) }.joined()
        text = source ?? (kind.isText ? String(decoding: bytes, as: UTF8.self) : nil)
    }

    /// The page with the assets that it names put under a prefix.
    func naming(_ assets: [String], under prefix: String) -> StaticFile {
        var page = text ?? ""
        for asset in assets {
            for end in ["\"", "#"] { page = page.replacingOccurrences(of: "\"\(asset)\(end)", with: "\"\(prefix)\(asset)\(end)") }
        }
        return StaticFile(Array(page.utf8), name: "page.html", source: text)
    }

    /// Answers GET: the compressed form where the client takes it, 304 where it has the same one already (RFC 9110 section 13).
    /// - Parameter isLasting: the address is of this very content, which the browser may keep.
    func response(to request: Request, isLasting: Bool = false) -> Response {
        let body = request.acceptsGzip ? gzip : nil
        let entityTag = body == nil ? "\"\(tag)\"" : "\"\(tag)-gz\""
        var headers: HTTPFields = [.eTag: entityTag, .cacheControl: isLasting ? "private, max-age=31536000, immutable" : "no-cache", .vary: "Accept-Encoding"]
        if request.headers[.ifNoneMatch]?.contains(entityTag) == true || request.headers[.ifNoneMatch] == "*" {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = contentType
        if body != nil { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body ?? plain))
    }
}

extension Request {
    /// Whether `Accept-Encoding` names gzip and does not rule it out by `q=0`.
    var acceptsGzip: Bool {
        (headers[.acceptEncoding] ?? "").split(separator: ",").contains { entry in
            let parts = entry.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            return ["gzip", "*"].contains(parts.first) && !parts.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
        }
    }
}

/// What a file is, by the end of its name. The browser is told not to guess, so this must be right.
struct MediaKind {
    let contentType: String
    let isText: Bool

    private static let text = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "json": "application/json; charset=utf-8", "svg": "image/svg+xml",
        "txt": "text/plain; charset=utf-8", "map": "application/json", "webmanifest": "application/manifest+json",
        "glsl": "text/plain; charset=utf-8",
    ]
    private static let binary = [
        "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "ico": "image/x-icon", "woff2": "font/woff2",
        "wasm": "application/wasm",
    ]

    init(name: String) {
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        isText = Self.text[ending] != nil
        contentType = Self.text[ending] ?? Self.binary[ending] ?? "application/octet-stream"
    }
}
