internal import Database

/// What part of a list is asked for.
public struct ListQuery: Sendable {
    public static let largestPage = 500

    public var text: String
    public var filter: Filter
    /// A field's name; the newest first where it is empty.
    public var sort: String
    public var isDescending: Bool
    public var page: Int
    public var size: Int
    /// Only what waits for a step of this viewer.
    public var isWaiting: Bool

    public init(
        text: String = "", filter: Filter = .all, sort: String = "", isDescending: Bool = true, page: Int = 0, size: Int = 50, isWaiting: Bool = false
    ) {
        (self.text, self.filter, self.sort, self.isDescending, self.isWaiting) = (text, filter, sort, isDescending, isWaiting)
        self.page = max(0, page)
        self.size = min(max(1, size), Self.largestPage)
    }
}

/// One page of a list as its viewer may read it.
public struct ListPage: Sendable {
    public let rows: [Row]
    /// Counted up to `countedTo`; beyond that it is that much and more.
    public let total: Int
    public let titles: Titles

    public static let countedTo = 10_000
}

extension Records {
    public func list(_ entity: String, _ query: ListQuery = ListQuery(), for viewer: Viewer) throws -> ListPage {
        let table = try table(entity)
        let shape = table.shape
        guard shape.mayEver(.see, viewer) else { throw refused(.see, shape, viewer) }
        try demandReadable(query, shape, viewer)
        let sight = Filter.and([shape.filter(.see, for: viewer), query.filter] + (query.isWaiting ? [shape.waiting(for: viewer)] : []))
        return try database.read { connection in
            var sql = FilterSQL(table, cipher)
            var condition = sql.condition(sight)
            var arguments = sql.arguments
            let search = SearchTokens(table: table).condition(query.text, arguments: &arguments)
            if !search.isEmpty { condition += " AND \(search)" }
            let rows = try connection.query(
                """
                SELECT \(table.selection) FROM "\(table.name)" WHERE \(condition)
                ORDER BY \(order(query, table)) LIMIT \(query.size) OFFSET \(query.page * query.size)
                """, arguments
            ).map { shape.masked(try table.row($0, cipher), for: viewer) }
            let counted = try connection.first(
                "SELECT COUNT(*) FROM (SELECT 1 FROM \"\(table.name)\" WHERE \(condition) LIMIT \(ListPage.countedTo + 1)) AS counted", arguments)
            return ListPage(rows: rows, total: counted?.int(0) ?? 0, titles: try titles(for: rows, of: shape, viewer, connection))
        }
    }

    /// Filtering or sorting by a masked field would tell bit by bit what it holds.
    private func demandReadable(_ query: ListQuery, _ shape: EntityShape, _ viewer: Viewer) throws {
        let asked = query.filter.fields.union(query.sort.isEmpty ? [] : [query.sort])
        for name in asked where SystemField(rawValue: name) == nil && name != "id" {
            guard let field = shape[field: name], field.spec.kind.isStored else {
                throw RecordRefusal.invalid([Objection("没有字段 \(name)", "there is no field \(name)", field: name)])
            }
            let isWhole = shape.filter(.unmask, for: viewer) == .all
            if field.spec.mask != nil, !isWhole, !field.spec.isSealed {
                throw RecordRefusal.invalid([Objection("\(field.label)已脱敏，不能作为条件", "\(field.englishLabel) is masked and cannot be asked by", field: name)])
            }
        }
    }

    private func order(_ query: ListQuery, _ table: RecordTable) -> String {
        let direction = query.isDescending ? "DESC" : "ASC"
        guard let column = table[query.sort], !column.isSealed else { return "id \(direction)" }
        return "\(column.quoted) \(direction), id \(direction)"
    }

    /// One record as its viewer may read it.
    public func record(_ entity: String, _ id: Int64, for viewer: Viewer) throws -> (row: Row, titles: Titles) {
        let table = try table(entity)
        return try database.read { connection in
            let row = try visible(table, id, viewer, connection)
            return (table.shape.masked(row, for: viewer), try titles(for: [row], of: table.shape, viewer, connection))
        }
    }

    /// - Throws: `RecordRefusal.absent` where there is no such row, or none that the viewer may see.
    func visible(_ table: RecordTable, _ id: Int64, _ viewer: Viewer, _ connection: any SQLConnection) throws -> Row {
        guard let row = try load(table, id, connection), table.shape.may(.see, viewer, on: row) else { throw RecordRefusal.absent }
        return row
    }

    /// Audits a refusal and makes the error that tells of it.
    func refused(_ verb: PolicyShape.Verb, _ shape: EntityShape, _ viewer: Viewer, id: Int64? = nil) -> RecordRefusal {
        note("\(shape.name).\(verb.rawValue)", shape, id, viewer, outcome: .refused)
        return .forbidden(Phrase("您没有此项权限：\(shape.label)", "you have no right to \(verb.rawValue) \(shape.englishLabel.lowercased())"))
    }

    func note(_ action: String, _ shape: EntityShape, _ id: Int64?, _ viewer: Viewer, outcome: AuditEvent.Outcome, detail: String? = nil) {
        audit.note(
            AuditEvent(
                AuditAction(rawValue: action), by: viewer.actor, on: shape.name, id.map(String.init) ?? "", outcome: outcome, detail: detail))
    }
}

extension Viewer {
    var actor: Actor { Actor(name: account, origin: origin) }
}
