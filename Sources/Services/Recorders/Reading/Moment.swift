/// A point of local time as recorders write it.
struct Moment: Equatable {
    var year, month, day: Int
    var hour = 0
    var minute = 0
    var second = 0

    /// nil for what no calendar has.
    init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...24).contains(hour), (0..<60).contains(minute),
            (0...60).contains(second)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// Of digits in the order year, month, day, hour, minute, second, whatever stands between them, such as
    /// `20260402101500.000`, `2026-04-02T10:15:00` or `2026/4/2 10:15`.
    init?(digitsOf text: String) {
        var numbers: [Int] = []
        let isCompact = text.prefix(8).allSatisfy(\.isASCIIDigit) && text.count >= 8
        if isCompact {
            let digits = Array(text.utf8.prefix { (48...57).contains($0) }.map { Int($0) - 48 })
            numbers = [digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]]
            for index in stride(from: 4, to: min(digits.count - 1, 13), by: 2) { numbers.append(digits[index] * 10 + digits[index + 1]) }
        } else {
            numbers = text.split { !$0.isASCIIDigit }.prefix(6).compactMap { Int($0) }
        }
        guard numbers.count >= 3 else { return nil }
        numbers += Array(repeating: 0, count: max(6 - numbers.count, 0))
        self.init(year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4], second: numbers[5])
    }

    /// `YYYY-MM-DDTHH:MM:SS`
    var text: String { "\(dateText)T\(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second))" }
    /// `YYYY-MM-DD`
    var dateText: String { "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(day))" }
    /// `YYYYMMDD`
    var compactDate: String { Self.padded(year, 4) + Self.padded(month) + Self.padded(day) }
    /// `HHMMSS`
    var compactTime: String { Self.padded(hour) + Self.padded(minute) + Self.padded(second) }

    static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isNumber }
}
