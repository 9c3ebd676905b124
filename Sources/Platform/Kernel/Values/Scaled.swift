/// Money in whole fen: sums are exact, and nothing is ever rounded behind someone's back.
public struct Money: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var fen: Int64

    public init(fen: Int64) { self.fen = fen }

    /// Yuan with two decimals: `12.30`.
    public var description: String { Scaled.text(fen, digits: 2) }

    public static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
    public static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
    public static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }
}

/// Decimal numbers as integer multiples of their last digit: `1.25` with two digits is 125. Binary fractions would not come
/// back as they were typed.
public enum Scaled {
    public static func text(_ value: Int64, digits: Int) -> String {
        guard digits > 0 else { return String(value) }
        let figures = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, digits + 1 - figures.count)) + figures
        return (value < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    /// Reads `-12.3`, with at most `digits` decimals; nil for anything else, and where it does not fit 18 figures.
    public static func value(_ text: String, digits: Int) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? text.dropFirst() : text[...]).split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty, parts.count == 1 || !parts[1].isEmpty else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.count <= digits, parts[0].utf8.count + digits <= 18,
            (parts[0] + decimals).utf8.allSatisfy({ (48...57).contains($0) }),
            let value = Int64(parts[0] + decimals + String(repeating: "0", count: digits - decimals.count))
        else { return nil }
        return isNegative ? -value : value
    }
}

/// A decimal number with the number of digits after the point that its field declares.
public struct Figure: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let scaled: Int64
    public let digits: Int

    public init(scaled: Int64, digits: Int) {
        self.scaled = scaled
        self.digits = digits
    }

    public init?(_ text: String, digits: Int) {
        guard let scaled = Scaled.value(text, digits: digits) else { return nil }
        self.init(scaled: scaled, digits: digits)
    }

    public var double: Double { Double(description) ?? 0 }
    public var description: String { Scaled.text(scaled, digits: digits) }

    public static func < (left: Figure, right: Figure) -> Bool { left.double < right.double }
}
