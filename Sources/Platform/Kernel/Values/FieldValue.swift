/// A Swift type that a field can hold.
///
/// Reading never fails: a required field that was not filled yet reads as its type's blank, and validation, not reading, is
/// where that is refused.
public protocol FieldValue: Sendable, Equatable {
    init(_ value: Value, of field: FieldSpec)
    func value(for field: FieldSpec) -> Value
}

extension String: FieldValue {
    public init(_ value: Value, of field: FieldSpec) { self = value.text ?? "" }
    public func value(for field: FieldSpec) -> Value { .text(self) }
}

extension Int: FieldValue {
    public init(_ value: Value, of field: FieldSpec) { self = Int(value.integer ?? 0) }
    public func value(for field: FieldSpec) -> Value { .integer(Int64(self)) }
}

extension Bool: FieldValue {
    public init(_ value: Value, of field: FieldSpec) { self = value.integer == 1 }
    public func value(for field: FieldSpec) -> Value { .integer(self ? 1 : 0) }
}

extension Money: FieldValue {
    public init(_ value: Value, of field: FieldSpec) { self.init(fen: value.integer ?? 0) }
    public func value(for field: FieldSpec) -> Value { .integer(fen) }
}

extension Figure: FieldValue {
    public init(_ value: Value, of field: FieldSpec) { self.init(scaled: value.integer ?? 0, digits: field.kind.digits) }
    public func value(for field: FieldSpec) -> Value { Scaled.value(description, digits: field.kind.digits).map(Value.integer) ?? .null }
}

extension Day: FieldValue {
    /// A day that was not filled yet reads as 1970-01-01.
    public init(_ value: Value, of field: FieldSpec) {
        self = value.text.flatMap { Day($0) } ?? Day(of: Moment(milliseconds: 0))
    }
    public func value(for field: FieldSpec) -> Value { .text(description) }
}

extension Moment: FieldValue {
    public init(_ value: Value, of field: FieldSpec) { self.init(milliseconds: value.integer ?? 0) }
    public func value(for field: FieldSpec) -> Value { .integer(milliseconds) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    public init(_ value: Value, of field: FieldSpec) { self = value.isNull ? nil : Wrapped(value, of: field) }
    public func value(for field: FieldSpec) -> Value { self?.value(for: field) ?? .null }
}

/// One of a closed list that the declaration itself names: a sex, a state, a priority. Open lists are code lists.
public protocol Choice: RawRepresentable, CaseIterable, FieldValue, Hashable where RawValue == String {
    var label: StaticString { get }
}

extension Choice {
    /// What is not among the cases (of an older version) reads as the first.
    public init(_ value: Value, of field: FieldSpec) {
        self = value.text.flatMap(Self.init(rawValue:)) ?? Self.allCases[Self.allCases.startIndex]
    }
    public func value(for field: FieldSpec) -> Value { .text(rawValue) }
}

/// The number of a record of another entity.
public struct Reference<Target: Entity>: FieldValue, Hashable {
    public let id: Int64

    public init(_ id: Int64) { self.id = id }
    public init(_ value: Value, of field: FieldSpec) { id = value.integer ?? 0 }
    public func value(for field: FieldSpec) -> Value { id == 0 ? .null : .integer(id) }
}
