/// A calendar day without a time zone: a birthday, an appointment's date. Written `2026-05-01` (ISO 8601).
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// - Returns: nil where there is no such day in the Gregorian calendar, or the year is not of four digits.
    public init?(year: Int, month: Int, day: Int) {
        guard (1000...9999).contains(year), (1...12).contains(month), (1...Self.length(of: month, in: year)).contains(day) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Reads `2026-05-01` or `20260501` (DICOM DA).
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let isWhole = parts.count == 1 && text.utf8.count == 8
        let digits = isWhole ? [String(text.prefix(4)), String(text.dropFirst(4).prefix(2)), String(text.suffix(2))] : parts
        guard digits.count == 3, digits.map(\.utf8.count) == [4, 2, 2], digits.joined().utf8.allSatisfy({ (48...57).contains($0) }),
            let year = Int(digits[0]), let month = Int(digits[1]), let day = Int(digits[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that a moment falls on in China, which knows one zone and no summer time.
    public init(of moment: Moment) {
        let days = Int((moment.milliseconds + Self.chinaOffset).quotientRoundedDown(by: 86_400_000))
        self.init(daysSince1970: days)
    }

    /// After Howard Hinnant's `civil_from_days`: eras of 400 years, years that begin in March.
    private init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = Int(Int64(shifted).quotientRoundedDown(by: 146_097))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Midnight of this day in China.
    public var start: Moment {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400, yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return Moment(milliseconds: Int64(days) * 86_400_000 - Self.chinaOffset)
    }

    public func adding(days: Int) -> Day { Day(of: Moment(milliseconds: start.milliseconds + Int64(days) * 86_400_000)) }

    public var description: String { "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))" }

    public static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static let chinaOffset: Int64 = 8 * 3_600_000

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}
