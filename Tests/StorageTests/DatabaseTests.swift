import Database
import Foundation
import Testing

/// The engines on which the tests run: PostgreSQL where `Scripts/test` started one and names it, each test in a schema of its own.
private enum Engine: String, CaseIterable {
    case sqlite, postgreSQL

    static let server = ProcessInfo.processInfo.environment["YIGONG_TEST_POSTGRESQL"]
    static let present = server == nil ? [sqlite] : allCases

    func open() throws -> Database {
        guard self == .postgreSQL, let server = Self.server else { return try Database.open(.memory) }
        let schema = "t" + UUID().uuidString.lowercased().filter { $0 != "-" }
        let plain = try Database.open(.postgreSQL(server))
        try plain.write { try $0.execute("CREATE SCHEMA \(schema)") }
        try plain.close()
        return try Database.open(.postgreSQL(server + "?options=-csearch_path%3D\(schema)"))
    }
}

@Suite struct DatabaseTests {
    @Test(arguments: Engine.present) fileprivate func `values keep their kind`(engine: Engine) throws {
        let database = try engine.open()
        let values: [SQLValue] = [.integer(Int64.max), .text("张三"), .blob([0, 255]), .null, .real(0.5)]
        let row = try database.write { connection in
            let bytes = connection.dialect.bytes
            try connection.execute("CREATE TABLE kinds (a BIGINT, b TEXT, c \(bytes), d TEXT, e DOUBLE PRECISION)")
            try connection.execute("INSERT INTO kinds (a, b, c, d, e) VALUES (?, ?, ?, ?, ?)", values)
            return try connection.first("SELECT a, b, c, d, e FROM kinds WHERE b = ?", ["张三"])
        }
        #expect(row?.values == values)
    }

    @Test(arguments: Engine.present) fileprivate func `a transaction that throws leaves nothing`(engine: Engine) throws {
        struct Stop: Error {}
        let database = try engine.open()
        try database.migrate("test", [Migration("table", sql: ["CREATE TABLE thing (name TEXT NOT NULL UNIQUE)"])])
        #expect(throws: Stop.self) {
            try database.write { connection in
                try connection.execute("INSERT INTO thing (name) VALUES ('a')")
                throw Stop()
            }
        }
        #expect(try database.read { try $0.query("SELECT name FROM thing") }.isEmpty)
    }

    @Test(arguments: Engine.present) fileprivate func `a broken constraint is told apart, without its values`(engine: Engine) throws {
        let database = try engine.open()
        try database.migrate("test", [Migration("table", sql: ["CREATE TABLE thing (name TEXT NOT NULL UNIQUE)"])])
        try database.write { try $0.execute("INSERT INTO thing (name) VALUES (?)", ["王小明"]) }
        let error = #expect(throws: DatabaseError.self) {
            try database.write { try $0.execute("INSERT INTO thing (name) VALUES (?)", ["王小明"]) }
        }
        #expect(error?.kind == .constraint)
        #expect(error?.description.contains("王小明") == false)
    }

    @Test(arguments: Engine.present) fileprivate func `a migration runs once`(engine: Engine) throws {
        let database = try engine.open()
        let steps = [Migration("table", sql: ["CREATE TABLE thing (name TEXT)", "INSERT INTO thing VALUES ('once')"])]
        try database.migrate("test", steps)
        try database.migrate("test", steps)
        #expect(try database.read { try $0.query("SELECT name FROM thing") }.count == 1)
    }

    @Test(arguments: Engine.present) fileprivate func `a walk can end early, and the connection goes on`(engine: Engine) throws {
        let database = try engine.open()
        try database.migrate("test", [Migration("table", sql: ["CREATE TABLE number (n BIGINT)"])])
        try database.write { connection in for n in 0..<500 { try connection.execute("INSERT INTO number (n) VALUES (?)", [.integer(n)]) } }
        try database.read { connection in
            var seen = 0
            try connection.each("SELECT n FROM number ORDER BY n", []) { row in
                seen += 1
                return row.int(0) < 9
            }
            #expect(seen == 10)
            #expect(try connection.first("SELECT COUNT(*) FROM number")?.int(0) == 500)
        }
    }

    @Test(arguments: Engine.present) fileprivate func `a question mark in quotes is no argument`(engine: Engine) throws {
        let database = try engine.open()
        #expect(try database.read { try $0.first("SELECT '?' || ?", ["!"]) }?.text(0) == "?!")
    }

    @Test(arguments: Engine.present) fileprivate func `many writers lose nothing`(engine: Engine) async throws {
        let database = try engine.open()
        try database.migrate("test", [Migration("table", sql: ["CREATE TABLE counter (n BIGINT)", "INSERT INTO counter (n) VALUES (0)"])])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 { group.addTask { try database.write { try $0.execute("UPDATE counter SET n = n + 1") } } }
            try await group.waitForAll()
        }
        #expect(try database.read { try $0.first("SELECT n FROM counter") }?.int(0) == 40)
    }

    @Test func `a server that is not there is told, not waited for`() {
        let error = #expect(throws: DatabaseError.self) { try Database.open(.postgreSQL("postgresql://127.0.0.1:1/none?connect_timeout=2")) }
        #expect(error?.kind == .unreachable)
    }

    @Test(.enabled(if: Engine.server != nil)) func `connections that the server dropped are replaced`() throws {
        let database = try Engine.postgreSQL.open()
        let process = try database.read { try $0.first("SELECT pg_backend_pid()") }?.int(0) ?? 0
        let other = try Engine.postgreSQL.open()
        try other.write { _ = try $0.query("SELECT pg_terminate_backend(\(process))") }
        for _ in 0..<20 { #expect(try database.read { try $0.first("SELECT 1") }?.int(0) == 1) }
    }
}
