import Foundation
import HTTPTypes
import Hummingbird

/// The address at which clients reach this server. Links in answers begin with it.
struct Origin: Sendable {
    private let publicURL: String?
    private let scheme: String
    private let listening: String

    init(_ configuration: ServerConfiguration) {
        publicURL = configuration.publicURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        scheme = configuration.tls == nil ? "http" : "https"
        listening = configuration.http.description
    }

    /// The configured public address, else the host that the client asked, else where the server listens.
    func url(for request: Request) -> String {
        if let publicURL { return publicURL }
        let host = request.head.authority.flatMap { Self.isHost($0) ? $0 : nil }
        return "\(scheme)://\(host ?? listening)"
    }

    /// A name or address with an optional port, and nothing that could end a link or begin another.
    private static func isHost(_ text: String) -> Bool {
        (1...260).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: ".-_:[]".utf8.contains(byte)
                }
            }
    }
}
