internal import Database
import Foundation

/// One change of one record: who, when, by which step, and each field before and after.
public struct Revision: Sendable {
    public struct Change: Sendable, Equatable {
        public let field: String
        public let before: Value
        public let after: Value

        public init(field: String, before: Value, after: Value) {
            self.field = field
            self.before = before
            self.after = after
        }
    }

    public let version: Int
    public let at: Moment
    public let author: String
    /// The author's name, where they are on the staff.
    public internal(set) var authorName: String?
    /// `create`, `change`, or the name of a move.
    public let action: String
    public let reason: String?
    public let changes: [Change]
    private let id: Int64

    init(of table: RecordTable, before: Row, after: Row, action: String, reason: String?, by author: String, at: Moment) {
        id = after.id
        version = after.version
        self.at = at
        self.author = author
        self.action = action
        self.reason = reason
        let ofEverySave: Set<String> = [SystemField.changedAt.rawValue, SystemField.changedBy.rawValue, SystemField.createdAt.rawValue, SystemField.createdBy.rawValue]
        changes = table.columns.filter { !ofEverySave.contains($0.field) && before[$0.field] != after[$0.field] }
            .map { Change(field: $0.field, before: before[$0.field], after: after[$0.field]) }
    }

    /// What is sealed in the record is sealed in its history.
    func store(in table: RecordTable, _ cipher: IdentityCipher, _ connection: any SQLConnection) throws {
        let sealed = try changes.reduce(into: [String: [Value]]()) { sealed, change in
            sealed[change.field] = try [change.before, change.after].map { value in
                guard table[change.field]?.isSealed == true, let text = value.text else { return value }
                return .text(try cipher.seal(text))
            }
        }
        try connection.execute(
            "INSERT INTO record_revision (entity, record_id, version, at, actor, action, reason, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .text(table.shape.name), .integer(id), .integer(version), .integer(at.milliseconds), .text(author), .text(action),
                SQLValue(reason), .text(String(decoding: try JSONEncoder().encode(sealed), as: UTF8.self)),
            ])
    }

    /// Reads a row that was selected with `columns`.
    init(_ row: SQLRow, of table: RecordTable, _ cipher: IdentityCipher) throws {
        id = row.int64(0)
        version = row.int(1)
        at = Moment(milliseconds: row.int64(2))
        author = row.text(3)
        action = row.text(4)
        reason = row.optionalText(5)
        let stored = try JSONDecoder().decode([String: [Value]].self, from: Data(row.text(6).utf8))
        changes = try table.columns.compactMap { column in
            guard let values = stored[column.field], values.count == 2 else { return nil }
            let opened = try values.map { value -> Value in
                guard column.isSealed, let text = value.text else { return value }
                return .text(try cipher.open(text))
            }
            return Change(field: column.field, before: opened[0], after: opened[1])
        }
    }

    static let columns = "record_id, version, at, actor, action, reason, changes"

    /// The same with masked fields in part.
    func masked(_ shape: EntityShape) -> Revision {
        Revision(
            self,
            changes: changes.map { change in
                guard let mask = shape[field: change.field]?.spec.mask else { return change }
                func part(_ value: Value) -> Value { value.text.map { .text(mask.apply(to: $0)) } ?? value }
                return Change(field: change.field, before: part(change.before), after: part(change.after))
            })
    }

    private init(_ other: Revision, changes: [Change]) {
        (id, version, at, author, action, reason) = (other.id, other.version, other.at, other.author, other.action, other.reason)
        self.changes = changes
    }
}

extension Records {
    private func named(_ story: [Revision], _ connection: any SQLConnection) throws -> [Revision] {
        let people = try people(behind: Set(story.map(\.author)), connection)
        return story.map { step in
            var step = step
            step.authorName = people[step.author]
            return step
        }
    }

    /// The story of a record, newest first, as far as the viewer may read its fields.
    public func revisions(_ entity: String, _ id: Int64, for viewer: Viewer) throws -> [Revision] {
        let table = try table(entity)
        return try database.read { connection in
            let row = try visible(table, id, viewer, connection)
            let isWhole = table.shape.may(.unmask, viewer, on: row)
            let rows = try connection.query(
                "SELECT \(Revision.columns) FROM record_revision WHERE entity = ? AND record_id = ? ORDER BY version DESC LIMIT 500",
                [.text(entity), .integer(id)])
            let story = try rows.map { try Revision($0, of: table, cipher) }.map { isWhole ? $0 : $0.masked(table.shape) }
            return story.isEmpty ? [] : try named(story, connection)
        }
    }
}
