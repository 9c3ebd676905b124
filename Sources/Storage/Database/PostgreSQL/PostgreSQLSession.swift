internal import CPostgreSQL

/// One connection to a PostgreSQL server through libpq, used by one thread at a time.
final class PostgreSQLSession: SQLConnection {
    private let handle: OpaquePointer
    /// Statements that this connection has prepared, by their SQL.
    private var prepared: [String: String] = [:]
    private(set) var changes = 0

    /// - Parameter conninfo: a libpq connection string or URL.
    init(conninfo: String) throws {
        handle = try Self.connect(conninfo)
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
    }

    private static func connect(_ conninfo: String) throws -> OpaquePointer {
        guard let handle = PQconnectdb(conninfo) else { throw DatabaseError(kind: .full, message: "no memory for a connection") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let message = message(PQerrorMessage(handle))
            PQfinish(handle)
            throw DatabaseError(kind: .unreachable, message: message)
        }
        return handle
    }

    deinit { PQfinish(handle) }

    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Runs a command that has no arguments and gives no rows: BEGIN, COMMIT, ROLLBACK.
    func command(_ sql: String) throws(DatabaseError) {
        let result = PQexec(handle, sql)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure(result, sql) }
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(DatabaseError) {
        let result = try run(sql, arguments)
        PQclear(result)
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
        let result = try run(sql, arguments)
        defer { PQclear(result) }
        let columns = PostgreSQLColumns(result)
        return (0..<PQntuples(result)).map { columns.row($0, of: result) }
    }

    /// Rows come one by one as the server sends them, so that a walk over a large table is never held whole.
    func each(_ sql: String, _ arguments: [SQLValue], _ body: (SQLRow) throws -> Bool) throws {
        let name = try prepare(sql)
        let sent = PostgreSQLArguments(arguments).withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(handle, name, count, values, lengths, formats, 0)
        }
        guard sent == 1, PQsetSingleRowMode(handle) == 1 else { throw failure(nil, sql) }
        // Whatever ends the walk, the connection must be emptied before it can be used again.
        defer { discardResults() }
        while let row = try nextRow(sql) {
            guard try body(row) else { return }
        }
    }

    private func nextRow(_ sql: String) throws -> SQLRow? {
        guard let result = PQgetResult(handle) else { return nil }
        defer { PQclear(result) }
        let status = PQresultStatus(result)
        if status == PGRES_SINGLE_TUPLE { return PostgreSQLColumns(result).row(0, of: result) }
        if status == PGRES_TUPLES_OK { return nil }
        throw failure(result, sql)
    }

    private func discardResults() {
        while let result = PQgetResult(handle) { PQclear(result) }
    }

    var lastInsertID: Int64 { (try? query("SELECT lastval()", []))?.first?.int64(0) ?? 0 }

    var dialect: SQLDialect { .postgreSQL }

    private func run(_ sql: String, _ arguments: [SQLValue]) throws(DatabaseError) -> OpaquePointer? {
        let name = try prepare(sql)
        let result = PostgreSQLArguments(arguments).withPointers { count, values, lengths, formats in
            PQexecPrepared(handle, name, count, values, lengths, formats, 0)
        }
        let status = PQresultStatus(result)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
            defer { PQclear(result) }
            throw failure(result, sql)
        }
        changes = Int(Self.message(PQcmdTuples(result))) ?? 0
        return result
    }

    private func prepare(_ sql: String) throws(DatabaseError) -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count)"
        let result = PQprepare(handle, name, PostgreSQLPlaceholders.numbered(sql), 0, nil)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure(result, sql) }
        prepared[sql] = name
        return name
    }

    /// Sorted by SQLSTATE (PostgreSQL documentation, appendix A). The message keeps its first line only: the others quote values.
    private func failure(_ result: OpaquePointer?, _ sql: String) -> DatabaseError {
        let state = Self.message(result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "C"))) })
        let primary = Self.message(result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "M"))) })
        let kind = isAlive ? Self.kind(state) : .unreachable
        return DatabaseError(kind: kind, message: primary.isEmpty ? Self.message(PQerrorMessage(handle)) : primary, sql: sql)
    }

    private static func kind(_ state: String) -> DatabaseError.Kind {
        switch state.prefix(2) {
        case "08": return .unreachable
        case "23": return .constraint
        case "40": return .busy
        case "53": return .full
        case "57": return state.hasPrefix("57P") ? .unreachable : .other
        case "XX": return .corrupt
        default: return .other
        }
    }

    private static func message(_ text: UnsafePointer<CChar>?) -> String {
        guard let text else { return "" }
        return String(cString: text).split(separator: "\n").first.map(String.init) ?? ""
    }
}
