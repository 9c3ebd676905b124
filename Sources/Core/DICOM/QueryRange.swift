/// Single values and ranges of dates and times, as queries ask for them (PS3.4 C.2.2.2.5). Bounds are inclusive, and texts
/// of one length compare as the moments they stand for.
public struct QueryRange: Hashable, Sendable {
    /// Nil where the range is open.
    public let lower: String?
    public let upper: String?

    public init(lower: String?, upper: String?) {
        self.lower = lower
        self.upper = upper
    }

    public func contains(_ value: String) -> Bool {
        if let lower, value < lower { return false }
        if let upper, value > upper { return false }
        return true
    }
}

/// Dates (DA): `20260131`, of old also `2026.01.31`.
public enum DICOMDate {
    /// Eight digits, or nil if the text is no date.
    public static func normalised(_ text: some StringProtocol) -> String? {
        let digits = String(text.trimmingSpaces.filter { $0 != "." && $0 != "-" })
        guard digits.utf8.count == 8, digits.utf8.allSatisfy(JSONNumber.isDigit), let month = Int(digits.dropFirst(4).prefix(2)),
            let day = Int(digits.suffix(2)), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        return digits
    }

    /// `20260101-20260131`, `20260101-`, `-20260131` or one date. Nil if it is none of them.
    public static func range(_ text: some StringProtocol) -> QueryRange? {
        QueryRange.bounds(text.trimmingSpaces).flatMap { lower, upper in
            QueryRange(lower, upper) { normalised($0).map { ($0, $0) } }
        }
    }
}

/// Times (TM): `HH`, `HHMM`, `HHMMSS` and fractions, of old also with colons.
public enum DICOMTime {
    /// Twelve digits: hours, minutes, seconds and millionths, the parts that are missing as low or as high as can be.
    static func bounds(_ text: some StringProtocol) -> (first: String, last: String)? {
        let parts = text.trimmingSpaces.filter { $0 != ":" }.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2, [2, 4, 6].contains(whole.utf8.count), parts.count == 1 || whole.utf8.count == 6,
            parts.allSatisfy({ $0.utf8.allSatisfy(JSONNumber.isDigit) }), parts.count == 1 || (1...6).contains(parts[1].utf8.count)
        else { return nil }
        let digits = String(whole) + (parts.count == 2 ? String(parts[1]) : "")
        let first = digits + "000000000000".dropFirst(digits.utf8.count)
        let last = digits + "235959999999".dropFirst(digits.utf8.count)
        guard first.prefix(2) <= "23", first.dropFirst(2).prefix(2) <= "59", first.dropFirst(4).prefix(2) <= "60" else { return nil }
        return (first, last)
    }

    /// Twelve digits, or nil if the text is no time.
    public static func normalised(_ text: some StringProtocol) -> String? { bounds(text)?.first }

    /// `1000-1130`, `1000-`, `-1130` or one time; `10` alone is the whole hour. Bounds are as `normalised` gives them.
    public static func range(_ text: some StringProtocol) -> QueryRange? {
        QueryRange.bounds(text.trimmingSpaces).flatMap { QueryRange($0, $1, bounds: bounds) }
    }
}

/// Dates with times (DT): `YYYYMMDDHHMMSS.FFFFFF&ZZXX`, cut off anywhere.
public enum DICOMDateTime {
    /// Twenty digits, the parts that are missing as low or as high as can be. The offset from UTC is left out.
    static func bounds(_ text: some StringProtocol) -> (first: String, last: String)? {
        let local = text.trimmingSpaces.prefix { $0 != "+" && $0 != "-" }
        let parts = local.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2, [4, 6, 8, 10, 12, 14].contains(whole.utf8.count),
            parts.count == 1 || whole.utf8.count == 14,
            parts.allSatisfy({ $0.utf8.allSatisfy(JSONNumber.isDigit) }), parts.count == 1 || (1...6).contains(parts[1].utf8.count)
        else { return nil }
        let digits = String(whole) + (parts.count == 2 ? String(parts[1]) : "")
        let first = digits + "00000101000000000000".dropFirst(digits.utf8.count)
        let last = digits + "99991231235959999999".dropFirst(digits.utf8.count)
        return (first, last)
    }

    public static func normalised(_ text: some StringProtocol) -> String? { bounds(text)?.first }

    public static func range(_ text: some StringProtocol) -> QueryRange? {
        QueryRange.dateTimeBounds(text.trimmingSpaces).flatMap { QueryRange($0, $1, bounds: bounds) }
    }
}

extension QueryRange {
    /// The texts on both sides of a hyphen, empty where the range is open; the same text twice without one.
    fileprivate static func bounds(_ text: String) -> (String, String)? {
        let sides = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        switch sides.count {
        case 1 where !text.isEmpty: return (text, text)
        case 2 where text != "-": return (sides[0], sides[1])
        default: return nil
        }
    }

    /// A hyphen can also stand before an offset from UTC: four digits up to the next hyphen or the end are one, unless a
    /// date with a year only is meant, which has to follow a range hyphen.
    fileprivate static func dateTimeBounds(_ text: String) -> (String, String)? {
        var sides: [String] = []
        for part in text.split(separator: "-", omittingEmptySubsequences: false).map(String.init) {
            let isOffset = part.utf8.count == 4 && (part <= "1400") && part.utf8.allSatisfy(JSONNumber.isDigit)
            if isOffset, let before = sides.last, !before.isEmpty, !before.contains("-") {
                sides[sides.count - 1] = before + "-" + part
            } else {
                sides.append(part)
            }
        }
        switch sides.count {
        case 1 where !text.isEmpty: return (sides[0], sides[0])
        case 2 where text != "-": return (sides[0], sides[1])
        default: return nil
        }
    }

    /// From what stands on both sides, each as the first and the last moment it can mean.
    fileprivate init?(_ from: String, _ to: String, bounds: (String) -> (first: String, last: String)?) {
        let first = bounds(from)
        let last = bounds(to)
        guard from.isEmpty || first != nil, to.isEmpty || last != nil else { return nil }
        self.init(lower: first?.first, upper: last?.last)
    }
}
