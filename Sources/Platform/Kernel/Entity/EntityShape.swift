import Synchronization

/// One entity as the runtime and the interfaces see it: names instead of key paths, everything resolved.
public final class EntityShape: Sendable {
    public struct Field: Sendable {
        /// The property's name: what interfaces call it.
        public let name: String
        /// The name in the database.
        public let column: String
        public let spec: FieldSpec
        public let label: String
        public let englishLabel: String

        public func label(in language: String) -> String { language == "en" ? englishLabel : label }
    }

    public let type: any Entity.Type
    public let name: String
    public let label: String
    public let englishLabel: String
    public let fields: [Field]
    public let titles: [String]
    public let columns: [String]
    public let sections: [SectionShape]
    public let policies: [PolicyShape]
    public let rules: [RuleShape]
    public let reports: [ReportShape]
    public let sheets: [SheetShape]
    public let workflow: WorkflowShape?
    let prepare: @Sendable (inout Row, any Context) throws -> Void
    let settle: @Sendable (inout Row, any Context) throws -> Void
    private let places: [String: Int]

    private init<E: Entity>(_ type: E.Type) {
        let table = FieldTable<E>.shared
        let fields = table.entries.map { entry in
            Field(
                name: entry.name, column: Words.snake(entry.name), spec: entry.spec, label: entry.spec.label.description,
                englishLabel: entry.spec.englishLabel?.description ?? Words.title(of: entry.name))
        }
        self.type = type
        self.fields = fields
        name = Words.snake(Words.typeName(type))
        label = E.label.description
        englishLabel = E.englishLabel
        places = Dictionary(fields.enumerated().map { ($1.name, $0) }) { first, _ in first }
        titles = E.titles.isEmpty ? Self.defaultTitles(fields) : E.titles.map(table.name(of:))
        columns = E.columns.isEmpty ? Self.defaultColumns(fields) : E.columns.map(table.name(of:))
        let written = fields.filter { $0.spec.isWritten }.map(\.name)
        sections = E.sections.isEmpty ? [SectionShape(label: E.label.description, englishLabel: E.englishLabel, fields: written)] : E.sections.map(\.shape)
        policies = E.policies.map(\.shape)
        rules = E.rules.map(\.shape)
        reports = E.reports.map(\.shape)
        sheets = E.sheets.map(\.shape)
        workflow = (type as? any Workflow.Type).map { WorkflowShape(of: $0) }
        prepare = { row, context in
            var record = Record<E>(row)
            try E.prepare(&record, in: context)
            row = record.row
        }
        settle = { row, context in
            var record = Record<E>(row)
            try E.settle(&record, in: context)
            row = record.row
        }
    }

    public subscript(field name: String) -> Field? { places[name].map { fields[$0] } }

    /// Fields that only steps of the workflow fill: whoever may write the form may still not write the answer to it.
    public var stepFields: Set<String> { Set(workflow?.moves.flatMap { $0.inputs + $0.offered } ?? []) }

    public var stateField: Field? {
        fields.first { if case .state = $0.spec.kind { true } else { false } }
    }

    /// A new row: initial values of the fields, and the workflow's first state.
    public func blankRow() -> Row {
        var row = Row()
        for field in fields where !field.spec.initial.isNull { row[field.name] = field.spec.initial }
        if let state = stateField, let first = state.spec.kind.options.first { row[state.name] = .text(first.code) }
        return row
    }

    /// Runs the entity's own `prepare` on a new row.
    public func prepare(_ row: inout Row, in context: any Context) throws { try prepare(&row, context) }

    /// Runs the entity's own `settle` on a row that is about to be saved.
    public func settle(_ row: inout Row, in context: any Context) throws { try settle(&row, context) }

    public static func of(_ type: any Entity.Type) -> EntityShape {
        let key = ObjectIdentifier(type)
        if let known = shapes.withLock({ $0[key] }) { return known }
        let made = make(type)
        return shapes.withLock { shapes in
            if let known = shapes[key] { return known }
            shapes[key] = made
            return made
        }
    }

    private static func make<E: Entity>(_ type: E.Type) -> EntityShape { EntityShape(type) }
    private static let shapes = Mutex<[ObjectIdentifier: EntityShape]>([:])

    private static func defaultTitles(_ fields: [Field]) -> [String] {
        let texts = fields.filter {
            switch $0.spec.kind {
            case .text, .serial: true
            default: false
            }
        }
        return texts.prefix(1).map(\.name)
    }

    private static func defaultColumns(_ fields: [Field]) -> [String] {
        let narrow = fields.filter {
            if case .longText = $0.spec.kind { false } else { true }
        }
        return narrow.prefix(8).map(\.name)
    }
}
