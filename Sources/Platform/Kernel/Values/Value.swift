/// What one field of one record holds, whatever its type in Swift: what is stored, compared, sent and shown.
public enum Value: Sendable, Hashable {
    case null
    /// Text, codes and dates (`2026-05-01`).
    case text(String)
    /// Integers, truth values (0 and 1), money in fen, times in milliseconds since 1970 UTC, decimals as multiples of their
    /// last digit, references by number.
    case integer(Int64)

    public var isNull: Bool { self == .null }

    public var text: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    public var integer: Int64? {
        if case .integer(let integer) = self { return integer }
        return nil
    }

    /// Whether there is nothing that a person would call an answer.
    public var isBlank: Bool {
        switch self {
        case .null: true
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .integer: false
        }
    }
}

extension Value: Comparable {
    /// NULL before numbers before texts; texts by their Unicode scalars, as both database engines sort them.
    public static func < (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): false
        case (.null, _): true
        case (_, .null): false
        case (.integer(let left), .integer(let right)): left < right
        case (.integer, .text): true
        case (.text, .integer): false
        case (.text(let left), .text(let right)): left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
        }
    }
}

extension Value: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() { self = .null } else if let number = try? container.decode(Int64.self) { self = .integer(number) } else {
            self = .text(try container.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .text(let text): try container.encode(text)
        case .integer(let number): try container.encode(number)
        }
    }
}
