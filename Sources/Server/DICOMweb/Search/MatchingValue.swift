import DICOM

/// The value of a matching key as a URL gives it (PS3.18 8.3.4.1).
enum MatchingValue {
    /// What is wrong with it, for representations whose form can be told.
    static func fault(_ text: String, _ vr: VR) -> String? {
        guard !text.isEmpty, text != "*" else { return nil }
        switch vr {
        case .DA:
            return isRange(text, of: { $0.isEmpty || isDate($0) }) ? nil : "a date is YYYYMMDD, a range YYYYMMDD-YYYYMMDD"
        case .TM:
            return isRange(text, of: { $0.isEmpty || isTime($0) }) ? nil : "a time is HHMMSS, a range HHMMSS-HHMMSS"
        case .UI:
            return text.split(whereSeparator: { $0 == "\\" || $0 == "," }).allSatisfy { String($0).isUIDText }
                ? nil : "a UID has digits and dots only, 64 characters at the most"
        case .IS, .US, .SS, .UL, .SL:
            return text.split(whereSeparator: { $0 == "\\" || $0 == "," }).allSatisfy { Int($0) != nil } ? nil : "this is no whole number"
        default: return nil
        }
    }

    /// Values of a list may stand apart by commas, which only lists of UIDs do by the standard.
    static func normal(_ text: String, _ vr: VR) -> String {
        guard vr == .CS || vr == .AE, text.contains(",") else { return text }
        return String(text.map { $0 == "," ? "\\" : $0 })
    }

    private static func isRange(_ text: String, of isValue: (Substring) -> Bool) -> Bool {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        return ends.count <= 2 && ends.allSatisfy(isValue) && ends.contains { !$0.isEmpty }
    }

    /// `20260501`, or `2026.05.01` as old equipment writes it (PS3.5 6.2).
    private static func isDate(_ text: Substring) -> Bool {
        let digits = text.filter { $0 != "." }
        guard digits.count == 8, digits.allSatisfy(\.isASCIIDigit), let month = Int(digits.dropFirst(4).prefix(2)), let day = Int(digits.suffix(2))
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }

    /// Hours at the least; fractions of a second at the most.
    private static func isTime(_ text: Substring) -> Bool {
        let parts = text.filter { $0 != ":" }.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard [2, 4, 6].contains(parts[0].count), parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else { return false }
        let limits = [23, 59, 60]
        return (0..<parts[0].count / 2).allSatisfy { Int(parts[0].dropFirst($0 * 2).prefix(2))! <= limits[$0] }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
