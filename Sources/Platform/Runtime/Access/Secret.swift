import Crypto
import Foundation

/// A random string that opens something: a session or an API token. Only its digest is ever stored, so a stolen
/// database opens nothing.
public struct Secret: Sendable, Equatable {
    public let text: String

    /// 256 random bits after a prefix that says what kind of secret it is.
    static func random(prefix: String = "") -> Secret {
        Secret(text: prefix + RandomBytes.make(32).base64URL)
    }

    public init(text: String) { self.text = text }

    /// SHA-256 in hexadecimal. No slow hash is needed: there is nothing to guess in 256 random bits, and comparing digests
    /// through an index tells an attacker nothing about the secret.
    var digest: String { SHA256.hash(data: Data(text.utf8)).hexadecimal }
}

enum RandomBytes {
    static func make(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

extension Sequence<UInt8> {
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// RFC 4648 section 5 without padding: safe in URLs, cookies and shells.
    var base64URL: String {
        Data(self).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}

/// Compares in a time that depends on the lengths only, so that nobody learns a prefix by measuring.
func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
