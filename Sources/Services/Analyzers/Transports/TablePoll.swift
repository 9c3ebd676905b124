import Database
import Foundation

/// Asks a table of an instrument's software for new rows, again and again. How far it came is kept once the rows are stored.
struct TablePoll: Sendable {
    private static let columns = ["key", "sample", "code", "value", "unit", "flags", "time"]

    let link: AnalyzerLink
    let settings: TableSettings
    let reception: Reception

    func run() async throws {
        reception.board.change(link.id) { $0.state = .waiting }
        while !Task.isCancelled {
            while try await takeNext() {}
            try await Task.sleep(for: .seconds(max(1, settings.seconds)))
        }
    }

    /// Takes the rows beyond the last key.
    /// - Returns: whether there were any.
    func takeNext() async throws -> Bool {
        let rows = try select(after: try lastKey())
        guard let last = rows.last?.first else { return false }
        guard rows.allSatisfy({ $0.count == Self.columns.count }) else {
            throw InterpretationError("the query must select \(Self.columns.joined(separator: ", "))")
        }
        guard case .taken = await reception.receive(contents: Capture.Found(language: .csv, bytes: Self.table(rows)), named: link.name, over: link) else { return false }
        try reception.store.database.write {
            try $0.execute("DELETE FROM seen_row WHERE link_id = ?", [.text(link.id)])
            try $0.execute("INSERT INTO seen_row (link_id, last_key) VALUES (?, ?)", [.text(link.id), .text(last)])
        }
        return true
    }

    private func lastKey() throws -> String {
        try reception.store.database.read { try $0.first("SELECT last_key FROM seen_row WHERE link_id = ?", [.text(link.id)])?.text(0) ?? "" }
    }

    private func select(after key: String) throws -> [[String]] {
        if settings.database.hasPrefix("odbc:") {
            return try ODBCQuery(connection: String(settings.database.dropFirst(5))).rows(settings.query, key: key)
        }
        let database = try Database.open(DatabaseURL(settings.database))
        defer { try? database.close() }
        let value: SQLValue = Int64(key).map { .integer($0) } ?? (key.isEmpty ? .integer(0) : .text(key))
        return try database.read { try $0.query(settings.query, [value]).map { row in row.values.indices.map { row.text($0) } } }
    }

    /// The rows as the table that is kept and read (RFC 4180).
    private static func table(_ rows: [[String]]) -> [UInt8] {
        func cell(_ text: String) -> String {
            text.contains { ",\"\r\n".contains($0) } ? "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : text
        }
        let lines = [columns] + rows
        return Array(lines.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined().utf8)
    }
}
