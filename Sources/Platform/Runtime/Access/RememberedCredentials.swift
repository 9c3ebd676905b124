import Crypto
import Foundation
import Synchronization

/// Credentials verified a moment ago, so that a request costs neither a key derivation nor a query.
///
/// They are kept under a keyed hash (the key lives and dies with the process), never in clear. An entry serves as long
/// as it is young and nobody's access has changed since.
final class RememberedCredentials: Sendable {
    static let lifetime = Duration.seconds(60)
    private static let capacity = 10_000

    struct Entry {
        let principal: Principal
        /// The stored password hash that the credential was verified against; nil for sessions and tokens.
        let passwordHash: String?
        let verifiedAt: Moment
        let generation: Int64
    }

    private let key = SymmetricKey(size: .bits256)
    private let entries = Mutex<[Data: Entry]>([:])

    /// The entry of a credential, where it is young enough. It may stem from an older access generation: ask `isCurrent`.
    func entry(for credential: Credential, at moment: Moment) -> Entry? {
        let name = name(of: credential)
        return entries.withLock { entries in
            guard let entry = entries[name], moment - entry.verifiedAt < Self.lifetime else { return nil }
            return entry
        }
    }

    func remember(_ entry: Entry, for credential: Credential) {
        let name = name(of: credential)
        entries.withLock { entries in
            if entries.count >= Self.capacity {
                entries = entries.filter { entry.verifiedAt - $0.value.verifiedAt < Self.lifetime }
                if entries.count >= Self.capacity { entries.removeAll() }
            }
            entries[name] = entry
        }
    }

    private func name(of credential: Credential) -> Data {
        let text: String =
            switch credential {
            case .session(let secret): "s:\(secret.text)"
            case .token(let secret): "t:\(secret.text)"
            case .password(let name, let password): "p:\(name.utf8.count):\(name):\(password)"
            }
        return Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }
}
