import DICOM
import Database

/// A query as SQL: what the index can decide, and what is left for the objects' own headers.
struct QueryPlan {
    let level: Query.Level
    private(set) var condition: SQLCondition
    /// Keys that no column holds; matched against headers.
    private(set) var unindexed: [Tag: Match] = [:]
    private let order: String

    init(_ query: Query, _ connection: any SQLConnection) throws {
        level = query.level
        var conditions = [SQLCondition(sql: "study.trashed IS NULL", arguments: [])]
        for (tag, match) in query.keys.sorted(by: { $0.key < $1.key }) {
            guard let attribute = IndexedAttribute.byTag[tag], attribute.level <= query.level else {
                unindexed[tag] = match
                continue
            }
            conditions.append(
                attribute.kind == .patientName
                    ? try Self.patientName(match, isFuzzy: query.isFuzzy, connection) : attribute.condition(match))
        }
        if let search = query.search, !search.allSatisfy(\.isWhitespace) {
            conditions.append(try Self.search(search.trimmingSpaces, connection))
        }
        condition = SQLCondition(
            sql: conditions.map(\.sql).joined(separator: " AND "), arguments: conditions.flatMap(\.arguments))
        order = Self.order(query)
    }

    /// Rows of the columns of ``attributes``, then ``identifiers``.
    func rows(limit: Int?, offset: Int, in connection: any SQLConnection) throws -> [SQLRow] {
        let columns = attributes.map(\.column) + identifiers
        var sql = "SELECT \(columns.joined(separator: ", ")) FROM \(tables) WHERE \(condition.sql)"
        if level == .patient { sql += " GROUP BY study.patient_id, study.issuer" }
        sql += " ORDER BY \(order)"
        var arguments = condition.arguments
        if limit != nil || offset > 0 {
            sql += " LIMIT ? OFFSET ?"
            arguments += [.integer(limit ?? Int.max), .integer(offset)]
        }
        return try connection.query(sql, arguments)
    }

    func count(in connection: any SQLConnection) throws -> Int {
        let what = level == .patient ? "COUNT(DISTINCT study.patient_id || '\\' || study.issuer)" : "COUNT(*)"
        return try connection.first("SELECT \(what) FROM \(tables) WHERE \(condition.sql)", condition.arguments)?.int(0) ?? 0
    }

    var attributes: [IndexedAttribute] { IndexedAttribute.visible(at: level) }

    /// The row ids of the study, series and instance that a row stands for; at upper levels, of any below it.
    private var identifiers: [String] {
        switch level {
        case .patient: ["MIN(study.id)", "NULL", "NULL"]
        case .study: ["study.id", "NULL", "NULL"]
        case .series: ["study.id", "series.id", "NULL"]
        case .instance: ["study.id", "series.id", "instance.id"]
        }
    }

    private var tables: String {
        // CROSS JOIN would fix the order; plain JOIN lets the engine begin at the narrowest.
        let joins = [
            "study JOIN person ON person.id = study.person_id", "series ON series.study_id = study.id",
            "instance ON instance.series_id = series.id",
        ]
        return joins.prefix(max(1, level.rawValue)).joined(separator: " JOIN ")
    }

    private static func order(_ query: Query) -> String {
        let chosen = query.order.compactMap { order in
            IndexedAttribute.byTag[order.tag].flatMap { $0.level <= query.level ? "\($0.column)\(order.isDescending ? " DESC" : "")" : nil }
        }
        let usual: [String] =
            switch query.level {
            case .patient: ["study.patient_id"]
            case .study: ["study.study_date DESC", "study.study_time DESC", "study.id DESC"]
            case .series: ["series.study_id", "series.number", "series.id"]
            case .instance: ["instance.series_id", "instance.number", "instance.id"]
            }
        return (chosen + usual).joined(separator: ", ")
    }

    private static func patientName(_ match: Match, isFuzzy: Bool, _ connection: any SQLConnection) throws -> SQLCondition {
        let patterns: [String] =
            switch match {
            case .values(let values): values
            case .wildcard(let pattern): [pattern]
            case .range, .sequence: []
            }
        let persons = try patterns.flatMap { try NameSearch(pattern: $0, isFuzzy: isFuzzy).persons(in: connection) }
        return persons.isEmpty ? .never : .oneOf("study.person_id", persons)
    }

    /// One box for whatever the user has at hand.
    private static func search(_ text: String, _ connection: any SQLConnection) throws -> SQLCondition {
        let persons = try NameSearch(pattern: text, isFuzzy: true).persons(in: connection)
        return .any([
            .oneOf("study.person_id", persons), .hasPrefix("study.patient_id", text), .hasPrefix("study.accession", text),
            SQLCondition(sql: "study.uid = ?", arguments: [.text(text)]),
        ])
    }
}
