internal import Database
import Synchronization

/// All records of a house: found, read, made, changed and moved through their workflows, by someone, under their policies.
///
/// Every change is one transaction with its revision, its audit row and its messages. Calls block.
public final class Records: Sendable {
    public let catalogue: Catalogue
    public let feed = MessageFeed()
    let database: Database
    let audit: AuditTrail
    let cipher: IdentityCipher
    let now: TimeSource
    let viewers = RememberedViewers()
    private let tables: [String: RecordTable]

    /// - Throws: `Refusal` with every fault of the declarations, or where the database cannot follow them.
    init(_ catalogue: Catalogue, database: Database, audit: AuditTrail, cipher: IdentityCipher, now: @escaping TimeSource) throws {
        let faults = catalogue.faults()
        guard faults.isEmpty else { throw Refusal(.invalid(field: "catalogue"), faults.joined(separator: "\n")) }
        self.catalogue = catalogue
        self.database = database
        self.audit = audit
        self.cipher = cipher
        self.now = now
        let tables = catalogue.shapes.map(RecordTable.init)
        self.tables = Dictionary(tables.map { ($0.shape.name, $0) }) { first, _ in first }
        try RecordSchema(tables: tables).bringUp(database)
    }

    /// - Throws: `RecordRefusal.absent` where no system declares such an entity.
    func table(_ entity: String) throws -> RecordTable {
        guard let table = tables[entity] else { throw RecordRefusal.absent }
        return table
    }

    func table(_ type: any Entity.Type) throws -> RecordTable { try table(EntityShape.of(type).name) }

    /// Reads one row, whoever asks.
    func load(_ table: RecordTable, _ id: Int64, _ connection: any SQLConnection) throws -> Row? {
        try connection.first("SELECT \(table.selection) FROM \"\(table.name)\" WHERE id = ?", [.integer(id)]).map { try table.row($0, cipher) }
    }

    func rows(
        _ table: RecordTable, where filter: Filter, order: String = "id", limit: Int, _ connection: any SQLConnection
    ) throws -> [Row] {
        var sql = FilterSQL(table, cipher)
        let condition = sql.condition(filter)
        return try connection.query(
            "SELECT \(table.selection) FROM \"\(table.name)\" WHERE \(condition) ORDER BY \(order) LIMIT \(limit)", sql.arguments
        ).map { try table.row($0, cipher) }
    }
}
