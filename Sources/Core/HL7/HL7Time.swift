/// A time as HL7 TS/DTM and ASTM write it: `YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZZZ]` (HL7 v2.5.1 section 2.A.22).
public struct HL7Time: Sendable, Hashable {
    public let year: Int
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int
    /// Minutes east of Greenwich, where the text says so.
    public let offset: Int?

    /// - Returns: nil for what is no time of the calendar.
    public init?(_ text: some StringProtocol) {
        let trimmed = text.utf8.filter { $0 != 0x20 }
        let digits = trimmed.prefix { (0x30...0x39).contains($0) }
        guard digits.count >= 4, digits.count <= 14, digits.count % 2 == 0 else { return nil }
        let values = digits.map { Int($0) - 0x30 }
        func number(_ from: Int, _ standard: Int) -> Int { from + 1 < values.count ? values[from] * 10 + values[from + 1] : standard }
        year = number(0, 0) * 100 + number(2, 0)
        month = number(4, 1)
        day = number(6, 1)
        hour = number(8, 0)
        minute = number(10, 0)
        second = number(12, 0)
        guard (1...12).contains(month), day >= 1, day <= Self.days(year: year, month: month), hour < 24, minute < 60, second <= 60 else {
            return nil
        }
        let rest = trimmed.dropFirst(digits.count).drop { $0 == 0x2e || (0x30...0x39).contains($0) }
        offset = Self.offset(rest)
    }

    private static func offset(_ text: some Collection<UInt8>) -> Int? {
        guard text.count == 5, let sign = text.first, sign == 0x2b || sign == 0x2d else { return nil }
        guard let value = Int(String(decoding: Array(text.dropFirst()), as: UTF8.self)) else { return nil }
        return (sign == 0x2d ? -1 : 1) * (value / 100 * 60 + value % 100)
    }

    /// - Parameter milliseconds: since 1970 UTC.
    /// - Parameter offset: minutes east of Greenwich in which the time is told.
    public init(milliseconds: Int64, offset: Int) {
        let seconds = Int((Double(milliseconds) / 1000).rounded(.down)) + offset * 60
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let rest = seconds - days * 86_400
        // Days to a civil date: Howard Hinnant, chrono-compatible low-level date algorithms.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
        self.offset = offset
    }

    /// Milliseconds since 1970 UTC.
    /// - Parameter standardOffset: minutes east of Greenwich where the text did not say; 480 in China.
    public func milliseconds(standardOffset: Int = 480) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - (offset ?? standardOffset) * 60
        return Int64(seconds) * 1000
    }

    /// `20260501083000`.
    public var text: String {
        func digits(_ value: Int, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return digits(year, 4) + [month, day, hour, minute, second].map { digits($0, 2) }.joined()
    }

    private static func days(year: Int, month: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}
