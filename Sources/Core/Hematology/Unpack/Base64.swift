/// Base64 (RFC 4648, section 4) as instruments send it: lines may be broken, and the padding may be missing.
enum Base64 {
    private static let skipped: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20]

    /// 0 … 63 for a letter of the alphabet.
    private static let values: [UInt8?] = {
        var values = [UInt8?](repeating: nil, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, letter) in alphabet.utf8.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    /// - Throws: `.corrupt` for any other letter, one behind the padding, or a length that no bytes have.
    static func decode(_ text: some StringProtocol) throws(HematologyError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3)
        var pending: UInt32 = 0
        var letters = 0
        var isPadded = false
        for (offset, letter) in text.utf8.enumerated() where !skipped.contains(letter) {
            if letter == UInt8(ascii: "=") {
                isPadded = true
                continue
            }
            guard !isPadded, let value = values[Int(letter)] else {
                throw HematologyError(.corrupt, "byte \(offset) of the base64 text is \(letter), no letter of its alphabet")
            }
            pending = pending << 6 | UInt32(value)
            letters += 1
            if letters % 4 == 0 {
                bytes += [UInt8(truncatingIfNeeded: pending >> 16), UInt8(truncatingIfNeeded: pending >> 8), UInt8(truncatingIfNeeded: pending)]
            }
        }
        switch letters % 4 {
        case 2: bytes.append(UInt8(truncatingIfNeeded: pending >> 4))
        case 3: bytes += [UInt8(truncatingIfNeeded: pending >> 10), UInt8(truncatingIfNeeded: pending >> 2)]
        case 1: throw HematologyError(.corrupt, "base64 text of \(letters) letters is cut")
        default: break
        }
        return bytes
    }
}
