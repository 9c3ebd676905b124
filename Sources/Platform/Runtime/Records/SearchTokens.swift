internal import Database
internal import TextCoding

/// What a record is found by in a list's search box: every part of its searchable texts, Chinese also by pinyin and initials;
/// numbers and codes from their beginning.
struct SearchTokens {
    let table: RecordTable

    /// A longer text is found by what it begins with: the tokens of a paragraph would outweigh the record.
    private static let longest = 60

    func replace(for row: Row, _ connection: any SQLConnection) throws {
        let tokens = tokens(of: row)
        let stored = Set(try connection.query("SELECT token FROM record_token WHERE entity = ? AND record_id = ?", key(row.id)).map { $0.text(0) })
        for token in stored.subtracting(tokens) {
            try connection.execute("DELETE FROM record_token WHERE entity = ? AND record_id = ? AND token = ?", key(row.id) + [.text(token)])
        }
        for token in tokens.subtracting(stored).sorted() {
            try connection.execute(
                "INSERT INTO record_token (entity, token, record_id) VALUES (?, ?, ?)", [.text(table.shape.name), .text(token), .integer(row.id)])
        }
    }

    /// The rows that hold every word of a search, as a condition on `id`.
    func condition(_ text: String, arguments: inout [SQLValue]) -> String {
        let words = NameForms.fold(text).split(separator: " ").prefix(6).map { String($0.prefix(NameForms.tokenLength)) }
        return words.map { word in
            arguments += [.text(table.shape.name), .text(word), .text(word + "\u{10FFFF}")]
            return "id IN (SELECT record_id FROM record_token WHERE entity = ? AND token >= ? AND token < ?)"
        }.joined(separator: " AND ")
    }

    private func tokens(of row: Row) -> Set<String> {
        table.shape.fields.reduce(into: []) { tokens, field in
            guard let text = row[field.name].text else { return }
            if field.spec.isSearchable {
                tokens.formUnion(NameForms(String(text.prefix(Self.longest))).tokens)
            } else if case .serial = field.spec.kind {
                tokens.insert(String(NameForms.fold(text).prefix(NameForms.tokenLength)))
                tokens.insert(String(text.suffix(6)))
            }
        }
    }

    private func key(_ id: Int64) -> [SQLValue] { [.text(table.shape.name), .integer(id)] }
}
