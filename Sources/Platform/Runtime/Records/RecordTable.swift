internal import Database

/// The table of one entity: which columns it has, and how a row becomes one of the database's and back.
struct RecordTable: Sendable {
    struct Column: Sendable {
        /// The name in declarations and interfaces.
        let field: String
        let name: String
        let isNumber: Bool
        let isSealed: Bool
        let isUnique: Bool
        /// Worth an index: lists filter by it.
        let isKey: Bool
        let formerName: String?

        var quoted: String { "\"\(name)\"" }
        /// Where a sealed value is found by equality.
        var quotedDigest: String { "\"\(name)_digest\"" }
    }

    let shape: EntityShape
    let name: String
    let columns: [Column]
    private let places: [String: Int]
    let selection: String

    init(_ shape: EntityShape) {
        self.shape = shape
        name = "record_" + shape.name
        let declared = shape.fields.filter(\.spec.kind.isStored).map { field in
            Column(
                field: field.name, name: field.column, isNumber: field.spec.kind.isNumber, isSealed: field.spec.isSealed,
                isUnique: field.spec.isUnique, isKey: Self.isKey(field.spec.kind), formerName: field.spec.formerName.map(Words.snake))
        }
        let system = SystemField.allCases.map { field in
            Column(
                field: field.rawValue, name: Words.snake(field.rawValue), isNumber: field.isNumber, isSealed: false, isUnique: false,
                isKey: [.ownerOrganization, .createdAt, .dueAt].contains(field), formerName: nil)
        }
        let columns = declared + system
        self.columns = columns
        places = Dictionary(columns.enumerated().map { ($1.field, $0) }) { first, _ in first }
        selection = (["id", "version"] + columns.map(\.quoted)).joined(separator: ", ")
    }

    subscript(field: String) -> Column? { places[field].map { columns[$0] } }

    /// Reads a row that was selected with `selection`.
    func row(_ sql: SQLRow, _ cipher: IdentityCipher) throws -> Row {
        var row = Row(id: sql.int64(0), version: sql.int(1))
        row.values.reserveCapacity(columns.count)
        for (place, column) in columns.enumerated() {
            switch sql[place + 2] {
            case .null: continue
            case .integer(let number): row.values[column.field] = .integer(number)
            case .text(let text): row.values[column.field] = .text(column.isSealed ? try cipher.open(text) : text)
            case .real(let number): row.values[column.field] = .integer(Int64(number))
            case .blob: continue
            }
        }
        return row
    }

    /// Column names with the values to write in them: sealed ones encrypted, with their digests beside them.
    func assignments(_ row: Row, _ cipher: IdentityCipher) throws -> [(column: String, value: SQLValue)] {
        try columns.flatMap { column -> [(String, SQLValue)] in
            let value = row[column.field]
            guard column.isSealed else { return [(column.quoted, SQLValue(value))] }
            guard let text = value.text else { return [(column.quoted, .null), (column.quotedDigest, .null)] }
            return [(column.quoted, .text(try cipher.seal(text))), (column.quotedDigest, .text(cipher.digest(text)))]
        }
    }

    private static func isKey(_ kind: FieldKind) -> Bool {
        switch kind {
        case .reference, .state, .date, .serial: true
        default: false
        }
    }
}

extension SQLValue {
    init(_ value: Value) {
        self =
            switch value {
            case .null: .null
            case .text(let text): .text(text)
            case .integer(let number): .integer(number)
            }
    }
}
