import HL7

/// Messages as people see and paste them.
public enum AnalyzerText {
    /// The message decoded, a segment or record a line, with control characters made visible (U+2400 and what follows).
    public static func readable(_ bytes: [UInt8], longest: Int = 200_000) -> String {
        let text = HL7Charset.decode(Array(bytes.prefix(longest))).text
        var shown = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0d: shown.append("\n")
            case 0x0a: if !wasReturn { shown.append("\n") }
            case 0x09: shown.append(scalar)
            case 0..<0x20: shown.append(Unicode.Scalar(0x2400 + scalar.value) ?? " ")
            default: shown.append(scalar)
            }
            wasReturn = scalar.value == 0x0d
        }
        return String(shown)
    }

    /// The bytes of a message that was pasted: visible control characters become what they stand for.
    public static func bytes(pasted text: String) -> [UInt8] {
        let plain = text.unicodeScalars.map { scalar in
            (0x2401..<0x2420).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0x2400) ?? scalar : scalar
        }
        return Array(String(String.UnicodeScalarView(plain)).utf8)
    }
}
