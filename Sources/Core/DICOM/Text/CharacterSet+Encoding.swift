import TextCoding

extension CharacterSet {
    /// The bytes of a text. What the character set lacks becomes a question mark; see `canEncode`.
    public func encode(_ text: String) -> [UInt8] {
        switch coding {
        case .utf8: Array(text.utf8)
        case .gb18030: text.unicodeScalars.flatMap(GB18030.encode)
        case .iso2022(let initial, let others): ISO2022Encoder(initial: initial, others: others).encode(text)
        }
    }

    /// Whether every character of a text can be written.
    public func canEncode(_ text: String) -> Bool {
        guard case .iso2022(let initial, let others) = coding else { return true }
        return text.unicodeScalars.allSatisfy { scalar in (initial + others).contains { $0.encode(scalar) != nil } }
    }
}

/// Writes escape sequences where the set changes, and again after every delimiter (PS3.5 6.1.2.5.3, Annexes H to K).
private struct ISO2022Encoder {
    private let initialG1: CodedSet?
    private let sets: [CodedSet]
    private var g0 = CodedSet.ascii
    private var g1: CodedSet?
    private var bytes: [UInt8] = []

    init(initial: [CodedSet], others: [CodedSet]) {
        initialG1 = initial.first(where: \.isG1)
        g1 = initialG1
        sets = initial + others
    }

    consuming func encode(_ text: String) -> [UInt8] {
        for scalar in text.unicodeScalars { append(scalar) }
        if g0 != .ascii { switchTo(.ascii) }
        return bytes
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.value < 0x80 {
            if g0 != .ascii { switchTo(.ascii) }
            bytes.append(UInt8(scalar.value))
            if "\\^=\t\n\u{c}\r".unicodeScalars.contains(scalar) { g1 = initialG1 }
            return
        }
        for set in sets {
            guard let code = set.encode(scalar) else { continue }
            switchTo(set)
            bytes.append(contentsOf: code)
            return
        }
        append("?")
    }

    private mutating func switchTo(_ set: CodedSet) {
        guard set != (set.isG1 ? g1 : g0) else { return }
        bytes.append(contentsOf: set.escape)
        if set.isG1 { g1 = set } else { g0 = set }
    }
}
