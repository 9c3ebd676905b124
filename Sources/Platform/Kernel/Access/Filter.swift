/// Which rows are meant. The runtime turns it into SQL; a test, and a check of one record, evaluates it as it is.
public indirect enum Filter: Sendable, Equatable {
    case all
    case none
    case and([Filter])
    case or([Filter])
    case not(Filter)
    case equals(String, Value)
    case among(String, [Value])
    /// From the first value to the second, both included; nil is open.
    case between(String, Value?, Value?)
    /// Text that holds this text, whatever the case.
    case contains(String, String)
    case missing(String)

    public func matches(_ row: Row) -> Bool {
        switch self {
        case .all: true
        case .none: false
        case .and(let filters): filters.allSatisfy { $0.matches(row) }
        case .or(let filters): filters.contains { $0.matches(row) }
        case .not(let filter): !filter.matches(row)
        case .equals(let field, let value): !value.isNull && row[field] == value
        case .among(let field, let values): !row[field].isNull && values.contains(row[field])
        case .between(let field, let low, let high):
            !row[field].isNull && (low.map { $0 <= row[field] } ?? true) && (high.map { row[field] <= $0 } ?? true)
        case .contains(let field, let text): row[field].text?.lowercased().contains(text.lowercased()) ?? false
        case .missing(let field): row[field].isNull
        }
    }

    /// Every field that the filter asks about.
    public var fields: Set<String> {
        switch self {
        case .all, .none: []
        case .and(let filters), .or(let filters): filters.reduce(into: []) { $0.formUnion($1.fields) }
        case .not(let filter): filter.fields
        case .equals(let field, _), .among(let field, _), .between(let field, _, _), .contains(let field, _), .missing(let field): [field]
        }
    }

    /// Equality with the field's own type: `.where(\Referral.state, .submitted)`.
    public static func `where`<E: Entity, Held: FieldValue>(_ path: KeyPath<E, Token<Held>>, _ value: Held) -> Filter {
        let entry = FieldTable<E>.shared.entry(of: path)
        return .equals(entry.name, value.value(for: entry.spec))
    }
}
