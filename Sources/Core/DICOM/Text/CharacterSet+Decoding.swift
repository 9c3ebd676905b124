import TextCoding

extension CharacterSet {
    /// The text of a whole value, backslashes still in it. What cannot be read becomes U+FFFD.
    public func decode(_ bytes: UnsafeRawBufferPointer, delimiters: Delimiters = .text) -> String {
        if bytes.isPlainASCII { return String(decoding: bytes, as: UTF8.self) }
        return switch coding {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .gb18030: GB18030.decode(bytes)
        case .iso2022(let initial, let others):
            ISO2022Decoder(initial: initial, others: others, delimiters: delimiters).decode(bytes)
        }
    }

    public func decode(_ bytes: [UInt8], delimiters: Delimiters = .text) -> String {
        bytes.withUnsafeBytes { decode($0, delimiters: delimiters) }
    }
}

/// Code extension (ISO 2022 as restricted by PS3.5 6.1.2.5): bytes below 80 are of the set in G0, others of that in G1.
private struct ISO2022Decoder {
    private let initialG1: CodedSet
    private let delimiters: CharacterSet.Delimiters
    private var g0 = CodedSet.ascii
    private var g1: CodedSet
    private var text = String.UnicodeScalarView()

    init(initial: [CodedSet], others: [CodedSet], delimiters: CharacterSet.Delimiters) {
        // Where nothing is in G1 at the start, bytes for it without an escape sequence are an error. The set declared
        // for G1 is then the likely one; and with none declared Latin-1, of which every byte can be had back.
        initialG1 = initial.first(where: \.isG1) ?? others.first(where: \.isG1) ?? .upperHalf(100)
        self.delimiters = delimiters
        g1 = initialG1
    }

    consuming func decode(_ bytes: UnsafeRawBufferPointer) -> String {
        var i = 0
        while i < bytes.count {
            if bytes[i] == 0x1b, let length = designate(bytes, at: i + 1) {
                i += 1 + length
            } else {
                i += appendCharacter(bytes, at: i)
            }
        }
        return String(text)
    }

    /// Carries out the escape sequence after ESC; its length, or nil if there is no such.
    private mutating func designate(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Int? {
        for (sequence, set) in CodedSet.escapes where bytes[start...].starts(with: sequence) {
            if set.isG1 { g1 = set } else { g0 = set }
            return sequence.count
        }
        return nil
    }

    /// Appends one character; the bytes it took.
    private mutating func appendCharacter(_ bytes: UnsafeRawBufferPointer, at i: Int) -> Int {
        let byte = bytes[i]
        let set = byte < 0x80 ? g0 : g1
        if byte <= 0x20 || byte == 0x7f || set == .ascii {
            text.append(Unicode.Scalar(byte))
            if resets(byte) {
                g0 = .ascii
                g1 = initialG1
            }
            return 1
        }
        if set.isDoubleByte {
            guard i + 1 < bytes.count, let scalar = set.scalar(byte, bytes[i + 1]), bytes[i + 1] & 0x80 == byte & 0x80 else {
                text.append("\u{fffd}")
                return 1
            }
            text.append(scalar)
            return 2
        }
        text.append(set.scalar(byte) ?? "\u{fffd}")
        return 1
    }

    private func resets(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0a, 0x0c, 0x0d, UInt8(ascii: "\\"): true
        case UInt8(ascii: "^"), UInt8(ascii: "="): delimiters == .personName
        default: false
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether every character set reads the bytes alike: no high bit and no escape.
    var isPlainASCII: Bool { allSatisfy { $0 < 0x80 && $0 != 0x1b } }
}
