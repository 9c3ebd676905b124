/// A record of an entity, its fields read and written with their types: `record.reason` is a `String`, `record.reply` a `String?`.
@dynamicMemberLookup
public struct Record<E: Entity>: Sendable {
    public var row: Row
    private let fields = FieldTable<E>.shared

    public init(_ row: Row) { self.row = row }

    /// A new record with its declared initial values.
    public init() {
        let initials = fields.entries.filter { !$0.spec.initial.isNull }.map { ($0.name, $0.spec.initial) }
        row = Row(values: Dictionary(initials) { first, _ in first })
    }

    public var id: Int64 { row.id }
    public var reference: Reference<E> { Reference(row.id) }

    public subscript<Held: FieldValue>(dynamicMember path: KeyPath<E, Token<Held>>) -> Held {
        get {
            let entry = fields.entry(of: path)
            if case .computed(let body) = entry.spec.kind { return Held(body(row), of: entry.spec) }
            return Held(row[entry.name], of: entry.spec)
        }
        set {
            let entry = fields.entry(of: path)
            row[entry.name] = newValue.value(for: entry.spec)
        }
    }

    public subscript(system field: SystemField) -> Value { row[field.rawValue] }
}
