internal import Database

/// A filter as the WHERE of a query on one table.
struct FilterSQL {
    let table: RecordTable
    let cipher: IdentityCipher
    private(set) var arguments: [SQLValue] = []

    init(_ table: RecordTable, _ cipher: IdentityCipher) {
        self.table = table
        self.cipher = cipher
    }

    /// A condition; its arguments are collected in order. A field that the table does not have matches nothing.
    mutating func condition(_ filter: Filter) -> String {
        switch filter {
        case .all: return "1 = 1"
        case .none: return "1 = 0"
        case .and(let filters): return joined(filters, "AND", empty: "1 = 1")
        case .or(let filters): return joined(filters, "OR", empty: "1 = 0")
        case .not(let filter): return "NOT COALESCE((\(condition(filter))), 1 = 0)"
        case .equals(let field, let value): return equality(field, [value])
        case .among(let field, let values): return equality(field, values)
        case .between(let field, let low, let high): return range(field, low, high)
        case .contains(let field, let text): return containment(field, text)
        case .missing(let field): return column(field).map { "\($0) IS NULL" } ?? "1 = 0"
        }
    }

    private mutating func joined(_ filters: [Filter], _ word: String, empty: String) -> String {
        if filters.isEmpty { return empty }
        return "(" + filters.map { condition($0) }.joined(separator: " \(word) ") + ")"
    }

    private mutating func equality(_ field: String, _ values: [Value]) -> String {
        guard let column = column(field) else { return "1 = 0" }
        let isSealed = table[field]?.isSealed == true
        let wanted = values.filter { !$0.isNull }
        guard !wanted.isEmpty else { return "1 = 0" }
        arguments += wanted.map { isSealed ? .text(cipher.digest($0.text ?? "")) : SQLValue($0) }
        let compared = isSealed ? table[field]?.quotedDigest ?? column : column
        return wanted.count == 1 ? "\(compared) = ?" : "\(compared) IN (\(wanted.map { _ in "?" }.joined(separator: ", ")))"
    }

    private mutating func range(_ field: String, _ low: Value?, _ high: Value?) -> String {
        guard let column = column(field), table[field]?.isSealed != true else { return "1 = 0" }
        var parts = ["\(column) IS NOT NULL"]
        if let low {
            arguments.append(SQLValue(low))
            parts.append("\(column) >= ?")
        }
        if let high {
            arguments.append(SQLValue(high))
            parts.append("\(column) <= ?")
        }
        return "(" + parts.joined(separator: " AND ") + ")"
    }

    private mutating func containment(_ field: String, _ text: String) -> String {
        guard let column = column(field), let facts = table[field], !facts.isSealed, !facts.isNumber else { return "1 = 0" }
        let escaped = text.lowercased().map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        arguments.append(.text("%\(escaped)%"))
        return "LOWER(\(column)) LIKE ? ESCAPE '\\'"
    }

    private func column(_ field: String) -> String? { field == "id" ? "id" : table[field]?.quoted }
}
