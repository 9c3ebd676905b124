internal import CODBC

/// One query over unixODBC, for databases that have an ODBC driver and no client of ours: SQL Server, Access files, Firebird.
struct ODBCQuery {
    private static let longestValue = 4096

    let connection: String

    /// Rows of a query with one parameter; all values as text.
    func rows(_ query: String, key: String) throws -> [[String]] {
        var environment: SQLHANDLE?
        var link: SQLHANDLE?
        var statement: SQLHANDLE?
        guard SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_ENV), nil, &environment) == 0 else { throw InterpretationError("ODBC cannot be used") }
        defer { SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_ENV), environment) }
        SQLSetEnvAttr(environment, SQLINTEGER(SQL_ATTR_ODBC_VERSION), SQLPOINTER(bitPattern: UInt(SQL_OV_ODBC3)), 0)
        SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_DBC), environment, &link)
        defer { SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_DBC), link) }
        var text = Array(connection.utf8)
        let connected = SQLDriverConnect(link, nil, &text, SQLSMALLINT(text.count), nil, 0, nil, SQLUSMALLINT(SQL_DRIVER_NOPROMPT))
        try check(connected, link, SQL_HANDLE_DBC)
        defer { SQLDisconnect(link) }
        SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_STMT), link, &statement)
        defer { SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_STMT), statement) }
        var sql = Array(query.utf8)
        try check(SQLPrepare(statement, &sql, SQLINTEGER(sql.count)), statement, SQL_HANDLE_STMT)
        return try execute(statement, key: key.isEmpty ? "0" : key)
    }

    private func execute(_ statement: SQLHANDLE?, key: String) throws -> [[String]] {
        var value = Array(key.utf8)
        var length = SQLLEN(value.count)
        return try value.withUnsafeMutableBytes { bytes in
            try withUnsafeMutablePointer(to: &length) { length in
                let bound = SQLBindParameter(
                    statement, 1, SQLSMALLINT(SQL_PARAM_INPUT), SQLSMALLINT(SQL_C_CHAR), SQLSMALLINT(SQL_VARCHAR), SQLULEN(max(bytes.count, 1)), 0,
                    bytes.baseAddress, SQLLEN(bytes.count), length)
                try check(bound, statement, SQL_HANDLE_STMT)
                try check(SQLExecute(statement), statement, SQL_HANDLE_STMT)
                return try fetch(statement)
            }
        }
    }

    private func fetch(_ statement: SQLHANDLE?) throws -> [[String]] {
        var columns: SQLSMALLINT = 0
        try check(SQLNumResultCols(statement, &columns), statement, SQL_HANDLE_STMT)
        var rows: [[String]] = []
        while true {
            let fetched = SQLFetch(statement)
            if fetched == SQLRETURN(SQL_NO_DATA) { return rows }
            try check(fetched, statement, SQL_HANDLE_STMT)
            var row: [String] = []
            for column in 0..<columns {
                var buffer = [UInt8](repeating: 0, count: Self.longestValue)
                var length: SQLLEN = 0
                let got = SQLGetData(statement, SQLUSMALLINT(column + 1), SQLSMALLINT(SQL_C_CHAR), &buffer, SQLLEN(buffer.count), &length)
                try check(got, statement, SQL_HANDLE_STMT)
                row.append(length < 0 ? "" : String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self))
            }
            rows.append(row)
        }
    }

    private func check(_ result: SQLRETURN, _ handle: SQLHANDLE?, _ kind: Int32) throws {
        guard result != SQLRETURN(SQL_SUCCESS), result != SQLRETURN(SQL_SUCCESS_WITH_INFO) else { return }
        var state = [UInt8](repeating: 0, count: 6)
        var native: SQLINTEGER = 0
        var text = [UInt8](repeating: 0, count: 512)
        var length: SQLSMALLINT = 0
        SQLGetDiagRec(SQLSMALLINT(kind), handle, 1, &state, &native, &text, SQLSMALLINT(text.count), &length)
        throw InterpretationError("ODBC: " + String(decoding: text.prefix { $0 != 0 }, as: UTF8.self))
    }
}
