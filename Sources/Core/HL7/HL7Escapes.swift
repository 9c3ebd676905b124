extension HL7Delimiters {
    /// Text as it stands between delimiters (HL7 v2.5.1 section 2.7): delimiters and what would end a segment become escapes.
    public func escaped(_ text: String) -> String {
        let special: Set<UInt8> = [field, component, repetition, escape, subcomponent, 0x0d, 0x0a, 0x0b, 0x1c]
        guard text.utf8.contains(where: special.contains) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case field: append("F", to: &bytes)
            case component: append("S", to: &bytes)
            case repetition: append("R", to: &bytes)
            case escape: append("E", to: &bytes)
            case subcomponent: append("T", to: &bytes)
            case 0x0d: append("X0D", to: &bytes)
            case 0x0a: append(".br", to: &bytes)
            case 0x0b: append("X0B", to: &bytes)
            case 0x1c: append("X1C", to: &bytes)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func append(_ sequence: String, to bytes: inout [UInt8]) {
        bytes.append(escape)
        bytes.append(contentsOf: sequence.utf8)
        bytes.append(escape)
    }

    /// The text that stands for itself again. An escape that means nothing here, or never ends, stays as it was sent.
    public func unescaped(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(escape) else { return String(text) }
        var plain: [UInt8] = []
        var i = 0
        while i < bytes.count {
            guard bytes[i] == escape, let end = bytes[(i + 1)...].firstIndex(of: escape), end > i + 1,
                let meaning = meaning(of: bytes[(i + 1)..<end])
            else {
                plain.append(bytes[i])
                i += 1
                continue
            }
            plain.append(contentsOf: meaning)
            i = end + 1
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private func meaning(of sequence: ArraySlice<UInt8>) -> [UInt8]? {
        switch sequence.first {
        case UInt8(ascii: "F") where sequence.count == 1: [field]
        case UInt8(ascii: "S") where sequence.count == 1: [component]
        case UInt8(ascii: "R") where sequence.count == 1: [repetition]
        case UInt8(ascii: "E") where sequence.count == 1: [escape]
        case UInt8(ascii: "T") where sequence.count == 1: [subcomponent]
        case UInt8(ascii: "H") where sequence.count == 1, UInt8(ascii: "N") where sequence.count == 1: []
        case UInt8(ascii: "X"): Self.text(hexadecimal: sequence.dropFirst())
        case UInt8(ascii: "."): Self.formatting(String(decoding: sequence.dropFirst(), as: UTF8.self))
        default: nil
        }
    }

    /// Formatting commands that begin a new line (section 2.7.6); the others change nothing that a value holds.
    private static func formatting(_ command: String) -> [UInt8]? {
        switch command.prefix(2) {
        case "br", "sp", "ce": [0x0a]
        case "fi", "nf", "in", "ti", "sk": []
        default: nil
        }
    }

    private static func text(hexadecimal digits: ArraySlice<UInt8>) -> [UInt8]? {
        guard digits.count >= 2, digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for i in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
            guard let byte = UInt8(String(decoding: digits[i..<(i + 2)], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        return Array(HL7Charset.decode(bytes).text.utf8)
    }
}
