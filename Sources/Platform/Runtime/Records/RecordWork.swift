internal import Database
import Foundation

/// One transaction's worth of changes to records: what the runtime and a system's logic do to the world, with revision, audit
/// row and messages for each.
final class RecordWork: Context {
    let records: Records
    let viewer: Viewer
    let now: Moment
    let connection: any SQLConnection
    /// What is put on people's desks when the transaction holds.
    private(set) var messages: [Message] = []
    private(set) var changed: Set<String> = []

    init(_ records: Records, _ viewer: Viewer, _ connection: any SQLConnection) {
        self.records = records
        self.viewer = viewer
        self.connection = connection
        now = records.now()
    }

    // MARK: - What logic sees

    func record<E: Entity>(_ reference: Reference<E>) throws -> Record<E> {
        let table = try records.table(E.self)
        guard let row = try records.load(table, reference.id, connection) else {
            throw Objection("没有所选的\(E.label)", "the chosen \(E.englishLabel.lowercased()) does not exist")
        }
        return Record(row)
    }

    func records<E: Entity>(of type: E.Type, where filter: Filter, limit: Int) throws -> [Record<E>] {
        try records.rows(records.table(type), where: filter, limit: limit, connection).map { Record($0) }
    }

    func save<E: Entity>(_ record: Record<E>) throws -> Record<E> {
        let table = try records.table(E.self)
        if record.row.isNew {
            var row = table.shape.blankRow()
            row.values.merge(record.row.values) { _, new in new }
            return Record(try insert(row, in: table))
        }
        guard let before = try records.load(table, record.id, connection) else { throw RecordRefusal.absent }
        return Record(try update(before, to: record.row, in: table, action: "change", reason: nil))
    }

    func tell(_ notice: Notice) throws {
        for account in try accounts(of: notice.audience) where account != viewer.account {
            let message = Message(
                account: account, entity: notice.entity, record: notice.record, text: notice.text, at: now)
            messages.append(try message.stored(connection))
        }
    }

    private func accounts(of audience: Notice.Audience) throws -> [String] {
        switch audience {
        case .account(let account): [account]
        case .duty(let duty, let organization): try records.accounts(holding: duty, at: organization, connection)
        }
    }

    // MARK: - What the runtime does

    func insert(_ row: Row, in table: RecordTable) throws -> Row {
        var row = row
        stamp(&row, isNew: true)
        for field in table.shape.fields {
            if case .serial(let prefix) = field.spec.kind { row[field.name] = .text(try Serials.next(prefix, on: Day(of: now), connection)) }
        }
        if let state = table.shape.stateField, let code = row[state.name].text { setDue(&row, table.shape, entering: code) }
        row.version = 1
        let assigned = try table.assignments(row, records.cipher)
        let columns = (["version"] + assigned.map(\.column)).joined(separator: ", ")
        let marks = Array(repeating: "?", count: assigned.count + 1).joined(separator: ", ")
        let inserted = try unique(table.shape) {
            try connection.first("INSERT INTO \"\(table.name)\" (\(columns)) VALUES (\(marks)) RETURNING id", [.integer(1)] + assigned.map(\.value))
        }
        row.id = inserted?.int64(0) ?? 0
        try finish(before: Row(), after: row, in: table, action: "create", reason: nil)
        return row
    }

    func update(_ before: Row, to after: Row, in table: RecordTable, action: String, reason: String?) throws -> Row {
        var row = after
        row.id = before.id
        stamp(&row, isNew: false)
        row.version = before.version + 1
        let assigned = try table.assignments(row, records.cipher)
        let settings = (["version = ?"] + assigned.map { "\($0.column) = ?" }).joined(separator: ", ")
        try unique(table.shape) {
            try connection.execute(
                "UPDATE \"\(table.name)\" SET \(settings) WHERE id = ? AND version = ?",
                [.integer(row.version)] + assigned.map(\.value) + [.integer(before.id), .integer(before.version)])
        }
        guard connection.changes == 1 else {
            let current = try records.load(table, before.id, connection)
            throw RecordRefusal.stale(by: current?[SystemField.changedBy.rawValue].text ?? "", at: now)
        }
        try finish(before: before, after: row, in: table, action: action, reason: reason)
        return row
    }

    func setDue(_ row: inout Row, _ shape: EntityShape, entering state: String) {
        row[SystemField.dueAt.rawValue] = shape.workflow?.due(entering: state, at: now).map { .integer($0.milliseconds) } ?? .null
    }

    private func stamp(_ row: inout Row, isNew: Bool) {
        if isNew {
            row[SystemField.createdAt.rawValue] = .integer(now.milliseconds)
            row[SystemField.createdBy.rawValue] = .text(viewer.account)
        }
        row[SystemField.changedAt.rawValue] = .integer(now.milliseconds)
        row[SystemField.changedBy.rawValue] = .text(viewer.account)
    }

    private func finish(before: Row, after: Row, in table: RecordTable, action: String, reason: String?) throws {
        try SearchTokens(table: table).replace(for: after, connection)
        let revision = Revision(of: table, before: before, after: after, action: action, reason: reason, by: viewer.account, at: now)
        try revision.store(in: table, records.cipher, connection)
        let patient = table.shape.fields.first { $0.spec.kind.target.map { EntityShape.of($0).name == "patient" } ?? false }
        let patientID = table.shape.name == "patient" ? after.id : patient.flatMap { after[$0.name].integer }
        try records.audit.append(
            AuditEvent(
                AuditAction(rawValue: "\(table.shape.name).\(action)"), by: viewer.actor, on: table.shape.name, String(after.id),
                patientID: patientID.map(String.init), detail: reason), to: connection)
        changed.insert(table.shape.name)
    }

    /// A unique index is the last word against two who save the same number at once; its refusal is put into words.
    private func unique<T>(_ shape: EntityShape, _ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as DatabaseError where error.kind == .constraint {
            let field = shape.fields.first { $0.spec.isUnique && error.message.contains($0.column) }
            guard let field else { throw error }
            throw RecordRefusal.invalid([
                Objection("\(field.label)已存在", "\(field.englishLabel) is taken", field: field.name)
            ])
        }
    }
}

/// Running numbers: prefix, day, and a count that begins anew each day: ZZ202605010001.
enum Serials {
    static func next(_ prefix: String, on day: Day, _ connection: any SQLConnection) throws -> String {
        let name = prefix + day.description.filter { $0 != "-" }
        let row = try connection.first(
            "INSERT INTO record_serial (name, last) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = record_serial.last + 1 RETURNING last",
            [.text(name)])
        let count = String(row?.int(0) ?? 0)
        return name + String(repeating: "0", count: max(0, 4 - count.count)) + count
    }
}
