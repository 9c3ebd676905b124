import Foundation
internal import GRDB

/// SQLite through GRDB: write-ahead log, one writer, concurrent readers on snapshots.
///
/// `synchronous = NORMAL`: the file never corrupts, and a power cut may lose the newest transactions. What must not be lost is
/// durable elsewhere first (the archive's objects), or asks for a checkpoint.
struct SQLiteEngine: DatabaseEngine {
    private let writer: any DatabaseWriter

    init(path: String?) throws {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            // KiB. The writer's working set is every index it inserts into; a reader's is one query.
            try database.execute(sql: "PRAGMA cache_size = \(database.configuration.readonly ? -16384 : -131072)")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA foreign_keys = ON")
        }
        do {
            writer = if let path {
                try DatabasePool(path: path, configuration: configuration)
            } else {
                try DatabaseQueue(configuration: configuration)
            }
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(error)
        }
    }

    func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try translated { try writer.read { try body(SQLiteConnection(database: $0)) } }
    }

    func write<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try translated { try writer.write { try body(SQLiteConnection(database: $0)) } }
    }

    func checkpoint() throws {
        try translated { try writer.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
    }

    func close() throws { try translated { try writer.close() } }

    private func translated<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as GRDB.DatabaseError { throw DatabaseError(error) }
    }
}

private struct SQLiteConnection: SQLConnection {
    let database: GRDB.Database

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(DatabaseError) {
        do {
            let statement = try database.cachedStatement(sql: sql)
            try statement.execute(arguments: StatementArguments(arguments))
        } catch { throw DatabaseError(error, sql: sql) }
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
        var rows: [SQLRow] = []
        do {
            let statement = try database.cachedStatement(sql: sql)
            let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
            while let row = try cursor.next() { rows.append(SQLRow(row)) }
        } catch { throw DatabaseError(error, sql: sql) }
        return rows
    }

    func each(_ sql: String, _ arguments: [SQLValue], _ body: (SQLRow) throws -> Bool) throws {
        let statement = try database.cachedStatement(sql: sql)
        let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
        while let row = try cursor.next() {
            guard try body(SQLRow(row)) else { return }
        }
    }

    var lastInsertID: Int64 { database.lastInsertedRowID }
    var changes: Int { database.changesCount }
    var dialect: SQLDialect { .sqlite }
}

extension SQLRow {
    fileprivate init(_ row: Row) {
        var values: [SQLValue] = []
        values.reserveCapacity(row.count)
        for column in 0..<row.count { values.append(SQLValue(row[column] as DatabaseValue)) }
        self.init(values)
    }
}

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .integer(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .blob(let data): .blob([UInt8](data))
            }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
}

extension StatementArguments {
    fileprivate init(_ values: [SQLValue]) { self.init(values.map(\.databaseValue)) }
}

extension DatabaseError {
    fileprivate init(_ error: any Error, sql: String? = nil) {
        guard let error = error as? GRDB.DatabaseError else {
            self.init(kind: .other, message: "\(error)", sql: sql)
            return
        }
        let kind: Kind =
            switch error.resultCode {
            case .SQLITE_CONSTRAINT: .constraint
            case .SQLITE_FULL: .full
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
            default: .other
            }
        self.init(kind: kind, message: error.message ?? "result code \(error.resultCode.rawValue)", sql: sql ?? error.sql)
    }
}
