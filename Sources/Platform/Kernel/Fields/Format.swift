/// What a text must look like, where its kind alone does not say.
public enum Format: String, Sendable {
    /// A citizen's identity number with its check character (GB 11643-1999).
    case citizenID
    /// A mobile or fixed-line number of mainland China.
    case phone
    /// Letters, digits, `.`, `_` and `-`: codes that stand in addresses and files.
    case code

    public func accepts(_ text: String) -> Bool {
        switch self {
        case .citizenID: CitizenID(text) != nil
        case .phone: Self.isPhone(text)
        case .code: text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || [45, 46, 95].contains($0) }
        }
    }

    private static func isPhone(_ text: String) -> Bool {
        let digits = text.filter { $0 != "-" && $0 != " " }
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return false }
        return digits.hasPrefix("1") ? digits.count == 11 : digits.hasPrefix("0") ? (10...12).contains(digits.count) : (7...8).contains(digits.count)
    }
}

/// A citizen's identity number: six digits of place, eight of birth, three of order (odd for men), one check character
/// (ISO 7064 MOD 11-2), after GB 11643-1999.
public struct CitizenID: Sendable, Equatable {
    public let text: String
    public let birth: Day
    public let isMale: Bool

    public init?(_ text: String) {
        let upper = text.uppercased()
        let figures = upper.utf8.map { Int($0) - 48 }
        guard figures.count == 18, figures.prefix(17).allSatisfy({ (0...9).contains($0) }),
            let birth = Day(String(upper.dropFirst(6).prefix(8))), Self.check(figures) == upper.last
        else { return nil }
        self.text = upper
        self.birth = birth
        isMale = figures[16] % 2 == 1
    }

    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checks = Array("10X98765432")

    private static func check(_ figures: [Int]) -> Character {
        checks[zip(figures, weights).map(*).reduce(0, +) % 11]
    }
}
