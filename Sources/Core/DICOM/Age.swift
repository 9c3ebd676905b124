/// An age (AS): three digits and a unit, as `035Y` (PS3.5 6.2).
public struct Age: Hashable, Sendable, CustomStringConvertible {
    public enum Unit: Character, Sendable {
        case days = "D", weeks = "W", months = "M", years = "Y"
    }

    public let number: Int
    public let unit: Unit

    public init?(_ text: some StringProtocol) {
        let trimmed = text.trimmingSpaces
        guard let last = trimmed.last, let unit = Unit(rawValue: Character(last.uppercased())), let number = Int(trimmed.dropLast()),
            (0...999).contains(number)
        else { return nil }
        self.number = number
        self.unit = unit
    }

    public var years: Double {
        switch unit {
        case .days: Double(number) / 365.25
        case .weeks: Double(number) * 7 / 365.25
        case .months: Double(number) / 12
        case .years: Double(number)
        }
    }

    /// As DICOM writes it.
    public var description: String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.utf8.count) + digits + String(unit.rawValue)
    }
}
