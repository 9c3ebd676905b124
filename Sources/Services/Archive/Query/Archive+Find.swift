import DICOM
import Database
import TextCoding

/// One answer to a query.
public struct QueryAnswer: Sendable {
    /// The attributes asked for. Text is Unicode; whoever encodes it names the character set.
    public let attributes: DataSet
    public let studyInstanceUID: String?
    public let seriesInstanceUID: String?
    public let sopInstanceUID: String?
}

extension Archive {
    /// Answers a query in the order asked for, by default studies newest first and series and instances by number.
    public func find(_ query: Query) throws -> [QueryAnswer] {
        try read { connection in
            let plan = try QueryPlan(query, connection)
            guard !plan.unindexed.isEmpty else {
                return try plan.rows(limit: query.limit, offset: query.offset, in: connection)
                    .compactMap { try answer($0, plan, query, connection) }
            }
            return try findInHeaders(plan, query, connection)
        }
    }

    /// How many answers a query has without its limit; nil where only the objects' headers could tell.
    public func count(_ query: Query) throws -> Int? {
        try read { connection in
            let plan = try QueryPlan(query, connection)
            return plan.unindexed.isEmpty ? try plan.count(in: connection) : nil
        }
    }

    /// Pages through what the index lets pass, keeping what the headers confirm.
    private func findInHeaders(_ plan: QueryPlan, _ query: Query, _ connection: any SQLConnection) throws -> [QueryAnswer] {
        let page = 200
        var answers: [QueryAnswer] = []
        var toSkip = query.offset
        var position = 0
        while true {
            let rows = try plan.rows(limit: page, offset: position, in: connection)
            for row in rows {
                guard let header = try header(for: row, plan, connection), header.matches(plan.unindexed) else { continue }
                if toSkip > 0 {
                    toSkip -= 1
                    continue
                }
                if let answer = try answer(row, plan, query, connection) { answers.append(answer) }
                if let limit = query.limit, answers.count >= limit { return answers }
            }
            if rows.count < page { return answers }
            position += page
        }
    }

    private func answer(_ row: SQLRow, _ plan: QueryPlan, _ query: Query, _ connection: any SQLConnection) throws -> QueryAnswer? {
        var attributes = DataSet()
        var unindexed: Set<Tag> = []
        let wanted = query.wantedTags(plan.attributes, &unindexed)
        for (position, attribute) in plan.attributes.enumerated() where wanted.contains(attribute.tag) {
            attributes.set(attribute, row[position])
        }
        if !unindexed.isEmpty, let header = try header(for: row, plan, connection) {
            for tag in unindexed {
                if let element = header[tag] { attributes.set(element) } else { attributes.setEmpty(tag) }
            }
        }
        func text(_ tag: Tag) -> String? {
            plan.attributes.firstIndex { $0.tag == tag }.map { row.text($0) }
        }
        return QueryAnswer(
            attributes: attributes, studyInstanceUID: plan.level == .patient ? nil : text(.studyInstanceUID),
            seriesInstanceUID: text(.seriesInstanceUID), sopInstanceUID: text(.sopInstanceUID))
    }

    /// The header of the instance that a row is, or of the first one below it.
    private func header(for row: SQLRow, _ plan: QueryPlan, _ connection: any SQLConnection) throws -> DataSet? {
        let first = plan.attributes.count
        let condition: SQLCondition =
            if !row.isNull(first + 2) {
                .oneOf("instance.id", [row.int64(first + 2)])
            } else if !row.isNull(first + 1) {
                .oneOf("instance.series_id", [row.int64(first + 1)])
            } else {
                .oneOf("series.study_id", [row.int64(first)])
            }
        guard let instance = try StoredInstance.select(where: condition, limit: 1, in: connection).first else { return nil }
        return try? open(instance).header()
    }
}

extension Query {
    /// Which tags an answer holds: indexed ones in the result, the others in `unindexed`.
    fileprivate func wantedTags(_ attributes: [IndexedAttribute], _ unindexed: inout Set<Tag>) -> Set<Tag> {
        var wanted: Set<Tag> = []
        let asked: Set<Tag>
        switch returned {
        case .listed(let tags): asked = tags
        case .usual(let extra):
            asked = extra
            wanted.formUnion(attributes.lazy.filter(\.isUsual).map(\.tag))
        case .all(let extra):
            asked = extra
            wanted.formUnion(attributes.map(\.tag))
        }
        let indexed = Set(attributes.map(\.tag))
        let missing = asked.union(keys.keys).subtracting(indexed).subtracting(Query.givenByService)
        unindexed = missing
        return wanted.union(asked).union(keys.keys)
    }

    /// Attributes of the answer itself, which whoever sends it fills in (PS3.4 C.4.1.1.3.2).
    static let givenByService: Set<Tag> = [.specificCharacterSet, .queryRetrieveLevel, .retrieveAETitle, .instanceAvailability, .retrieveURL]
}

extension DataSet {
    fileprivate mutating func set(_ attribute: IndexedAttribute, _ value: SQLValue) {
        switch (value, attribute.kind) {
        case (.null, _): setEmpty(attribute.tag)
        case (.integer(let number), _):
            if DataDictionary.vr(of: attribute.tag) == .US {
                set(attribute.tag, Int(number))
            } else {
                set(attribute.tag, String(number))
            }
        case (.text(let text), .modalities): set(attribute.tag, text.split(separator: "\\").map(String.init))
        case (.text(""), _): setEmpty(attribute.tag)
        case (.text(let text), _): set(attribute.tag, text)
        case (.real, _), (.blob, _): break
        }
    }

    /// Whether the attributes of this data set match, for keys that the index does not hold.
    func matches(_ keys: [Tag: Match]) -> Bool {
        keys.allSatisfy { tag, match in
            if case .sequence(let inner) = match {
                return inner.isEmpty || (items(tag)).contains { $0.matches(inner) }
            }
            let values = strings(tag)
            switch match {
            case .values(let wanted): return values.contains { value in wanted.contains { NameForms.fold($0) == NameForms.fold(value) } }
            case .wildcard(let pattern):
                let glob = Glob(NameForms.fold(pattern))
                return values.contains { glob.matches(NameForms.fold($0)[...]) }
            case .range(let from, let to):
                return values.contains { value in !value.isEmpty && (from.map { value >= $0 } ?? true) && (to.map { value <= $0 + "~" } ?? true) }
            case .sequence: return false
            }
        }
    }
}
