import Crypto
import CryptoExtras
import Foundation

/// A stored password: scrypt (RFC 7914) with a salt of its own, its cost written beside it so that the cost can rise later.
///
/// Encoded as `$scrypt$ln=15,r=8,p=1$SALT$HASH`, both in base64. One verification takes 32 MiB and some tens of
/// milliseconds, on purpose.
struct PasswordHash {
    struct Cost: Equatable {
        /// log2 of the CPU and memory cost N.
        var logN = 15
        var blockSize = 8
        var parallelism = 1
    }

    let cost: Cost
    let salt: [UInt8]
    let key: [UInt8]

    /// Hashes a new password.
    init(_ password: String, cost: Cost = Cost()) throws {
        let salt = RandomBytes.make(16)
        self.init(cost: cost, salt: salt, key: try Self.derive(password, salt: salt, cost: cost))
    }

    private init(cost: Cost, salt: [UInt8], key: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    /// Reads the encoded form; nil where it is not one of ours.
    init?(encoded: String) {
        let parts = encoded.split(separator: "$", omittingEmptySubsequences: true)
        guard parts.count == 4, parts[0] == "scrypt",
            let cost = Cost(encoded: parts[1]),
            let salt = Data(base64Encoded: String(parts[2])), let key = Data(base64Encoded: String(parts[3])), key.count == 32
        else { return nil }
        self.init(cost: cost, salt: [UInt8](salt), key: [UInt8](key))
    }

    var encoded: String {
        "$scrypt$\(cost.encoded)$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
    }

    func matches(_ password: String) -> Bool {
        guard let candidate = try? Self.derive(password, salt: salt, cost: cost) else { return false }
        return constantTimeEqual(candidate, key)
    }

    /// Something to verify against when there is no such account, so that the answer takes as long as for a real one.
    static let decoy: PasswordHash? = try? PasswordHash(Secret.random().text)

    /// NFKC first (RFC 8265): the same characters may be typed in more than one way, full-width digits among them.
    private static func derive(_ password: String, salt: [UInt8], cost: Cost) throws -> [UInt8] {
        let text = Data(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: text, salt: salt, outputByteCount: 32,
            rounds: 1 << cost.logN, blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { [UInt8]($0) }
    }
}

extension PasswordHash.Cost {
    var encoded: String { "ln=\(logN),r=\(blockSize),p=\(parallelism)" }

    init?(encoded: Substring) {
        let numbers = encoded.split(separator: ",").compactMap { Int($0.drop { !$0.isNumber }) }
        guard numbers.count == 3, (1...20).contains(numbers[0]), (1...32).contains(numbers[1]), (1...16).contains(numbers[2])
        else { return nil }
        self.init(logN: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
    }
}
