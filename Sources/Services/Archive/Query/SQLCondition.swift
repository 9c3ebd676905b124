import DICOM
import Database

/// A piece of a WHERE clause with its arguments.
struct SQLCondition {
    var sql: String
    var arguments: [SQLValue]

    static let never = SQLCondition(sql: "1 = 0", arguments: [])

    static func any(_ conditions: [SQLCondition]) -> SQLCondition {
        guard !conditions.isEmpty else { return .never }
        return SQLCondition(
            sql: "(" + conditions.map(\.sql).joined(separator: " OR ") + ")", arguments: conditions.flatMap(\.arguments))
    }

    /// `column` begins with `prefix`, in a form that an ordinary index serves.
    static func hasPrefix(_ column: String, _ prefix: String) -> SQLCondition {
        SQLCondition(sql: "(\(column) >= ? AND \(column) < ?)", arguments: [.text(prefix), .text(prefix + "\u{10FFFF}")])
    }

    /// The most arguments that every engine takes in one statement, with room for others.
    private static let mostArguments = 16_384

    /// Engines keep each statement that they prepared. So the arguments are padded to a power of two by repeating the last: a few statements
    /// serve all lists.
    static func oneOf(_ column: String, _ identifiers: [Int64]) -> SQLCondition {
        guard let last = identifiers.last else { return .never }
        guard identifiers.count <= mostArguments else {
            // Integers of our own making.
            return SQLCondition(sql: "\(column) IN (\(identifiers.map(String.init).joined(separator: ",")))", arguments: [])
        }
        var count = 1
        while count < identifiers.count { count *= 2 }
        let padded = identifiers + Array(repeating: last, count: count - identifiers.count)
        let marks = Array(repeating: "?", count: count).joined(separator: ",")
        return SQLCondition(sql: "\(column) IN (\(marks))", arguments: padded.map { .integer($0) })
    }
}

extension IndexedAttribute {
    /// The condition for a match. Patient names are not handled here: they go through their tokens.
    func condition(_ match: Match) -> SQLCondition {
        switch (match, kind) {
        case (.values(let values), .modalities):
            return .any(values.map { SQLCondition(sql: "\(column) LIKE ? ESCAPE '!'", arguments: [.text("%\\\(escaped($0))\\%")]) })
        case (.wildcard(let pattern), .modalities):
            return SQLCondition(sql: "\(column) LIKE ? ESCAPE '!'", arguments: [.text("%\\\(like(pattern))\\%")])
        case (.values(let values), .number), (.values(let values), .count):
            return .any(values.map { Int($0).map { SQLCondition(sql: "\(column) = ?", arguments: [.integer($0)]) } ?? .never })
        case (.values(let values), .time):
            // `1430` matches any second of that minute.
            return .any(values.map { .hasPrefix(column, $0) })
        case (.values(let values), .name):
            return .any(values.map { SQLCondition(sql: "\(column) LIKE ? ESCAPE '!'", arguments: [.text(escaped($0))]) })
        case (.values(let values), _):
            return .any(values.map { SQLCondition(sql: "\(column) = ?", arguments: [.text($0)]) })
        case (.wildcard(let pattern), _):
            // A literal beginning narrows the scan through the column's index.
            let literal = String(pattern.prefix { $0 != "*" && $0 != "?" })
            let whole = SQLCondition(sql: "\(column) LIKE ? ESCAPE '!'", arguments: [.text(like(pattern))])
            guard kind == .text, !literal.isEmpty else { return whole }
            let narrow = SQLCondition.hasPrefix(column, literal)
            return SQLCondition(sql: "(\(narrow.sql) AND \(whole.sql))", arguments: narrow.arguments + whole.arguments)
        case (.range(let from, let to), _):
            var parts: [SQLCondition] = [SQLCondition(sql: "\(column) <> ''", arguments: [])]
            if let from { parts.append(SQLCondition(sql: "\(column) >= ?", arguments: [.text(from)])) }
            // The end is included with all its finer parts: to 12 means to 12:59:59.
            if let to { parts.append(SQLCondition(sql: "\(column) <= ?", arguments: [.text(to + "~")])) }
            return SQLCondition(sql: "(" + parts.map(\.sql).joined(separator: " AND ") + ")", arguments: parts.flatMap(\.arguments))
        case (.sequence, _):
            return .never
        }
    }

    private func escaped(_ text: String) -> String {
        String(text.flatMap { "%_!".contains($0) ? ["!", $0] : [$0] })
    }

    /// DICOM's `*` and `?` as LIKE's `%` and `_`.
    private func like(_ pattern: String) -> String {
        escaped(pattern).map { $0 == "*" ? "%" : $0 == "?" ? "_" : String($0) }.joined()
    }
}
