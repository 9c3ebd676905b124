internal import Database

/// Brings the tables of all entities to what is declared. What only adds (a table, a column, an index) happens by itself, a
/// renamed column follows its field's `formerly`; everything else is refused with words for whoever has to write a step.
struct RecordSchema {
    let tables: [RecordTable]

    static let steps = [
        Migration("records") { connection in
            let text = connection.dialect.text
            let statements = [
                // What of the declarations is in the database: one row a column.
                "CREATE TABLE record_column (entity \(text) NOT NULL, name \(text) NOT NULL, kind \(text) NOT NULL, PRIMARY KEY (entity, name))",
                """
                CREATE TABLE record_revision (
                  entity \(text) NOT NULL, record_id BIGINT NOT NULL, version BIGINT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL,
                  action TEXT NOT NULL, reason TEXT, changes TEXT NOT NULL, PRIMARY KEY (entity, record_id, version))
                """,
                "CREATE TABLE record_serial (name \(text) PRIMARY KEY, last BIGINT NOT NULL)",
                "CREATE TABLE record_token (entity \(text) NOT NULL, token \(text) NOT NULL, record_id BIGINT NOT NULL, PRIMARY KEY (entity, token, record_id))",
                "CREATE INDEX record_token_record ON record_token (entity, record_id)",
                """
                CREATE TABLE record_request (
                  account \(text) NOT NULL, request \(text) NOT NULL, at BIGINT NOT NULL, entity TEXT NOT NULL, record_id BIGINT NOT NULL,
                  PRIMARY KEY (account, request))
                """,
                """
                CREATE TABLE message (
                  id \(connection.dialect.countingKey), account \(text) NOT NULL, entity TEXT NOT NULL, record_id BIGINT NOT NULL,
                  chinese TEXT NOT NULL, english TEXT NOT NULL, at BIGINT NOT NULL, read_at BIGINT)
                """,
                "CREATE INDEX message_account ON message (account, read_at, id)",
            ]
            for statement in statements { try connection.execute(statement) }
        }
    ]

    func bringUp(_ database: Database) throws {
        try database.migrate("records", Self.steps)
        for table in tables {
            try database.write { try bringUp(table, $0) }
        }
    }

    private func bringUp(_ table: RecordTable, _ connection: any SQLConnection) throws {
        let rows = try connection.query("SELECT name, kind FROM record_column WHERE entity = ?", [.text(table.shape.name)])
        var known = Dictionary(rows.map { ($0.text(0), $0.text(1)) }) { first, _ in first }
        if known.isEmpty {
            try connection.execute("CREATE TABLE \"\(table.name)\" (id \(connection.dialect.countingKey), version BIGINT NOT NULL)")
        }
        for column in table.columns {
            if known[column.name] == nil, let former = column.formerName, let kind = known.removeValue(forKey: former) {
                try rename(column, from: former, in: table, connection)
                known[column.name] = kind
            }
            if let kind = known[column.name] {
                try demandSameKind(column, kind, in: table)
            } else {
                try add(column, to: table, connection)
            }
        }
    }

    private func add(_ column: RecordTable.Column, to table: RecordTable, _ connection: any SQLConnection) throws {
        let type = column.isNumber ? "BIGINT" : connection.dialect.text
        try connection.execute("ALTER TABLE \"\(table.name)\" ADD COLUMN \(column.quoted) \(type)")
        if column.isSealed { try connection.execute("ALTER TABLE \"\(table.name)\" ADD COLUMN \(column.quotedDigest) \(connection.dialect.text)") }
        if column.isUnique || column.isKey {
            let indexed = column.isSealed ? column.quotedDigest : column.quoted
            try connection.execute("CREATE \(column.isUnique ? "UNIQUE " : "")INDEX \"\(table.name)_\(column.name)\" ON \"\(table.name)\" (\(indexed))")
        }
        try connection.execute(
            "INSERT INTO record_column (entity, name, kind) VALUES (?, ?, ?)", [.text(table.shape.name), .text(column.name), .text(Self.kind(column))])
    }

    private func rename(_ column: RecordTable.Column, from former: String, in table: RecordTable, _ connection: any SQLConnection) throws {
        try connection.execute("ALTER TABLE \"\(table.name)\" RENAME COLUMN \"\(former)\" TO \(column.quoted)")
        try connection.execute(
            "UPDATE record_column SET name = ? WHERE entity = ? AND name = ?", [.text(column.name), .text(table.shape.name), .text(former)])
    }

    private func demandSameKind(_ column: RecordTable.Column, _ kind: String, in table: RecordTable) throws {
        guard kind != Self.kind(column) else { return }
        throw Refusal(
            .conflict, "\(table.shape.name).\(column.field) was \(kind) and is declared \(Self.kind(column)): declare a field of another name and move the values by a named step")
    }

    private static func kind(_ column: RecordTable.Column) -> String { (column.isSealed ? "sealed " : "") + (column.isNumber ? "number" : "text") }
}
