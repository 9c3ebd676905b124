/// One value that crosses between Swift and an SQL engine. Times are integers (milliseconds since 1970, UTC) and dates
/// are text in the form of their standard (`20260501` for DICOM DA), so that every engine sorts and compares them alike.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    public static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }

    /// `nil` becomes NULL, anything else keeps its kind.
    public init(_ value: String?) { self = value.map(SQLValue.text) ?? .null }
    public init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
    public init(_ value: Int64?) { self = value.map(SQLValue.integer) ?? .null }
    public init(_ value: [UInt8]?) { self = value.map(SQLValue.blob) ?? .null }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral, ExpressibleByFloatLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .real(value) }
    public init(nilLiteral: ()) { self = .null }
}

/// One row of a result, read by column position in the order of the SELECT.
public struct SQLRow: Sendable {
    public let values: [SQLValue]

    public init(_ values: [SQLValue]) { self.values = values }

    public subscript(column: Int) -> SQLValue { values[column] }

    public func isNull(_ column: Int) -> Bool { values[column] == .null }

    /// The integer of a column; 0 where it is NULL.
    public func int(_ column: Int) -> Int { Int(int64(column)) }

    public func int64(_ column: Int) -> Int64 {
        switch values[column] {
        case .integer(let value): value
        case .real(let value): Int64(exactly: value.rounded(.towardZero)) ?? 0
        case .text(let value): Int64(value) ?? 0
        case .null, .blob: 0
        }
    }

    /// The text of a column; empty where it is NULL.
    public func text(_ column: Int) -> String {
        switch values[column] {
        case .text(let value): value
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .null, .blob: ""
        }
    }

    public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    public func optionalInt(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }

    public func blob(_ column: Int) -> [UInt8] {
        if case .blob(let bytes) = values[column] { return bytes }
        return []
    }
}
