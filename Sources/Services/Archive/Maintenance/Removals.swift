import Database
import ObjectStore

/// Objects whose space is to be given back. They are listed in the transaction that takes their row, and struck off when the medium
/// has let them go: a crash in between leaves the list, which the next start works off.
enum Removals {
    static func add(_ address: ObjectAddress, to connection: any SQLConnection) throws {
        try connection.execute(
            "INSERT INTO removal (segment, position, length) VALUES (?, ?, ?)",
            [.integer(address.segment), .integer(address.offset), .integer(address.length)])
    }

    static func carryOut(_ database: Database, _ store: any ObjectStore) throws {
        let rows = try database.read { try $0.query("SELECT segment, position, length FROM removal") }
        for row in rows {
            try release(ObjectAddress(segment: row.int64(0), offset: row.int64(1), length: row.int64(2)), from: store)
            try database.write { connection in
                try connection.execute("DELETE FROM removal WHERE segment = ? AND position = ?", [row[0], row[1]])
            }
        }
    }

    /// What is gone already needs no removing.
    private static func release(_ address: ObjectAddress, from store: any ObjectStore) throws(ObjectStoreError) {
        do throws(ObjectStoreError) {
            try store.remove(address)
        } catch {
            if error.kind != .missing, error.kind != .damaged { throw error }
        }
    }
}
