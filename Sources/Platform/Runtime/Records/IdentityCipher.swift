import Crypto
import Foundation

/// Encrypts what identifies a person where it is stored, and makes the digests by which it is still found (GB/T 22239-2019
/// 8.1.4.8: confidentiality of stored personal information).
///
/// AES-256-GCM with a random nonce, so that equal values look different; HMAC-SHA-256 under a second key for equality.
struct IdentityCipher: Sendable {
    private let sealing: SymmetricKey
    private let finding: SymmetricKey

    /// - Parameter secret: 32 bytes, kept beside the database and never in it.
    init(secret: SymmetricKey) {
        sealing = HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Data("seal".utf8), outputByteCount: 32)
        finding = HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Data("find".utf8), outputByteCount: 32)
    }

    /// Reads the key of a data folder, making it (mode 0600) where there is none.
    /// - Throws: `Refusal` where the file is not such a key: with another one, what is stored could not be read again.
    init(keyFile path: String) throws {
        if let stored = FileManager.default.contents(atPath: path) {
            guard stored.count == 32 else { throw Refusal(.invalid(field: "data"), "\(path) is not a key of 32 bytes") }
            self.init(secret: SymmetricKey(data: stored))
        } else {
            let key = SymmetricKey(size: .bits256)
            let isWritten = FileManager.default.createFile(
                atPath: path, contents: key.withUnsafeBytes { Data($0) }, attributes: [.posixPermissions: 0o600])
            guard isWritten else { throw Refusal(.invalid(field: "data"), "the key \(path) cannot be written") }
            self.init(secret: key)
        }
    }

    func seal(_ text: String) throws -> String {
        try AES.GCM.seal(Data(text.utf8), using: sealing).combined?.base64EncodedString() ?? ""
    }

    func open(_ sealed: String) throws -> String {
        guard let data = Data(base64Encoded: sealed) else { throw Refusal(.conflict, "a sealed value is damaged") }
        return String(decoding: try AES.GCM.open(AES.GCM.SealedBox(combined: data), using: sealing), as: UTF8.self)
    }

    /// Letters are folded: an identity number that ends in x is the one that ends in X.
    func digest(_ text: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(text.uppercased().utf8), using: finding).map { String(format: "%02x", $0) }.joined()
    }
}
