import Foundation

/// What is measured, in the laboratory's words and units.
public struct Analyte: Sendable, Hashable, Codable {
    public let code: String
    public let name: String
    public let chineseName: String
    public let loinc: String
    /// The unit in which results are kept.
    public let unit: String
    /// Units that may come, with the factor to `unit`. Exact decimals, as text.
    public let units: [String: String]
}

public struct AnalyteCatalogue: Sendable, Codable {
    public let analytes: [Analyte]
    private let byCode: [String: Analyte]

    public init(from decoder: any Decoder) throws {
        analytes = try decoder.singleValueContainer().decode([Analyte].self)
        byCode = Dictionary(analytes.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(analytes)
    }

    public subscript(code: String) -> Analyte? { byCode[code] }
}

/// A value in the laboratory's unit, or why there is none.
public struct ResultReading: Sendable, Hashable, Codable {
    /// Why a result is not passed on by itself. It is kept and shown; a person decides.
    public enum Hold: String, Sendable, Codable {
        case unknownCode
        case unknownUnit
        /// The instrument could not measure: `***.**`, `-----`, nothing at all.
        case unmeasured
    }

    public var analyte: String?
    public var loinc: String?
    /// Converted text, with the comparator that came: `>1000`.
    public var value: String?
    public var unit: String?
    /// What the flags mean.
    public var meaning: [String] = []
    public var hold: Hold?
}

extension Analyte {
    /// The value in this analyte's unit, exactly: units are decimal factors of one another, and decimals multiply without error.
    /// - Returns: nil for a unit that is not listed. It is never converted by guess.
    func converted(_ text: String, from sent: String) -> String? {
        guard let factor = units[sent].flatMap({ Decimal(string: $0, locale: Locale(identifier: "en_US_POSIX")) }) ?? (sent == unit ? 1 : nil) else { return nil }
        guard let number = MeasuredNumber(text) else { return text }
        return factor == 1 ? text : number.comparator + "\(number.value * factor)"
    }
}

/// A number with the comparator that instruments put before values beyond their range.
struct MeasuredNumber {
    let comparator: String
    let value: Decimal

    init?(_ text: String) {
        comparator = String(text.prefix { "<>=≤≥".contains($0) })
        let digits = text.dropFirst(comparator.count).trimmed
        guard !digits.isEmpty, digits.contains(where: \.isNumber), digits.allSatisfy({ $0.isASCII && ($0.isNumber || ".+-eE".contains($0)) }),
            Double(digits) != nil, let value = Decimal(string: digits, locale: Locale(identifier: "en_US_POSIX"))
        else { return nil }
        self.value = value
    }
}
