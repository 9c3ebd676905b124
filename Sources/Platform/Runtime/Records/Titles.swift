import Clinical
internal import Database

/// What the records that others refer to are called, by entity and number; and the people behind accounts.
public struct Titles: Sendable {
    public internal(set) var byEntity: [String: [Int64: String]] = [:]
    public internal(set) var people: [String: String] = [:]

    public subscript(entity: String, id: Int64) -> String? { byEntity[entity]?[id] }
}

extension Records {
    /// The titles of everything that these rows refer to, masked for the viewer as the records themselves would be.
    func titles(for rows: [Row], of shape: EntityShape, _ viewer: Viewer, _ connection: any SQLConnection) throws -> Titles {
        var wanted: [String: Set<Int64>] = ["organization": [], "department": []]
        for row in rows {
            for field in shape.fields {
                guard case .reference(let target) = field.spec.kind, let id = row[field.name].integer else { continue }
                wanted[EntityShape.of(target).name, default: []].insert(id)
            }
            if let id = row[SystemField.ownerOrganization.rawValue].integer { wanted["organization"]?.insert(id) }
            if let id = row[SystemField.ownerDepartment.rawValue].integer { wanted["department"]?.insert(id) }
        }
        var titles = Titles()
        let authors = rows.flatMap { [$0[SystemField.createdBy.rawValue], $0[SystemField.changedBy.rawValue]] }
        titles.people = try people(behind: Set(authors.compactMap(\.text)), connection)
        for (entity, ids) in wanted where !ids.isEmpty {
            guard let table = try? table(entity) else { continue }
            let targets = try self.rows(table, where: .among("id", ids.sorted().map(Value.integer)), limit: ids.count, connection)
            for target in targets {
                titles.byEntity[entity, default: [:]][target.id] = try title(of: target, table.shape, viewer, connection, depth: 0)
            }
        }
        return titles
    }

    /// The names of those who sign in with these accounts, as far as they are on the staff.
    func people(behind accounts: Set<String>, _ connection: any SQLConnection) throws -> [String: String] {
        let staff = try rows(table(Staff.self), where: .among("account", accounts.sorted().map(Value.text)), limit: 1000, connection)
        return Dictionary(staff.map { Record<Staff>($0) }.compactMap { person in person.account.map { ($0, person.name) } }) { first, _ in first }
    }

    /// A title may itself name a reference (a post: whose, where): those are looked up once, no deeper.
    func title(of row: Row, _ shape: EntityShape, _ viewer: Viewer, _ connection: any SQLConnection, depth: Int = 0) throws -> String {
        let masked = shape.masked(row, for: viewer)
        return try shape.titles.compactMap { name -> String? in
            guard let field = shape[field: name] else { return nil }
            guard case .reference(let target) = field.spec.kind else { return field.spec.words(for: masked[name], language: viewer.language) }
            guard depth == 0, let id = masked[name].integer else { return nil }
            let table = try table(target)
            guard let referred = try load(table, id, connection) else { return nil }
            return try title(of: referred, table.shape, viewer, connection, depth: 1)
        }.joined(separator: " ")
    }

    /// Records by the beginning of a search, for whoever fills a reference.
    public func pick(_ entity: String, _ text: String, limit: Int = 20, for viewer: Viewer) throws -> [(id: Int64, title: String)] {
        let page = try list(entity, ListQuery(text: text, size: limit), for: viewer)
        let shape = try table(entity).shape
        return try database.read { connection in
            try page.rows.map { row in
                (row.id, try title(of: row, shape, viewer, connection))
            }
        }
    }
}

extension FieldSpec {
    /// A value in the words of a reader; nil where there is nothing.
    public func words(for value: Value, language: String) -> String? {
        switch (kind, value) {
        case (_, .null): nil
        case (.choice(let options), .text(let code)), (.state(let options), .text(let code)):
            language == "en" ? code : options.first { $0.code == code }?.label ?? code
        case (.flag, .integer(let number)): (number == 1 ? Phrase("是", "yes") : Phrase("否", "no")).text(in: language)
        case (.decimal(let digits, _), .integer(let scaled)): Scaled.text(scaled, digits: digits)
        case (.money, .integer(let fen)): Scaled.text(fen, digits: 2)
        case (.time, .integer(let milliseconds)): Moment(milliseconds: milliseconds).chinaTime
        case (_, .text(let text)): text
        case (_, .integer(let number)): String(number)
        }
    }
}
