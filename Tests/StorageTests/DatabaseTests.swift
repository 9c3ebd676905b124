import Testing

import Database

@Suite struct DatabaseTests {
    @Test func `values keep their kind`() throws {
        let database = try Database.open(.memory)
        let values: [SQLValue] = [.integer(Int64.max), .text("张三"), .blob([0, 255]), .null, .real(0.5)]
        let row = try database.read { try $0.first("SELECT ?, ?, ?, ?, ?", values) }
        #expect(row?.values == values)
    }

    @Test func `a transaction that throws leaves nothing`() throws {
        struct Stop: Error {}
        let database = try Database.open(.memory)
        try database.migrate("test", [Migration("table", sql: ["CREATE TABLE thing (name TEXT NOT NULL UNIQUE)"])])
        #expect(throws: Stop.self) {
            try database.write { connection in
                try connection.execute("INSERT INTO thing (name) VALUES ('a')")
                throw Stop()
            }
        }
        #expect(try database.read { try $0.query("SELECT name FROM thing") }.isEmpty)
    }

    @Test func `a broken constraint is told apart, without its values`() throws {
        let database = try Database.open(.memory)
        try database.migrate("test", [Migration("table", sql: ["CREATE TABLE thing (name TEXT NOT NULL UNIQUE)"])])
        try database.write { try $0.execute("INSERT INTO thing (name) VALUES (?)", ["王小明"]) }
        let error = #expect(throws: DatabaseError.self) {
            try database.write { try $0.execute("INSERT INTO thing (name) VALUES (?)", ["王小明"]) }
        }
        #expect(error?.kind == .constraint)
        #expect(error?.description.contains("王小明") == false)
    }

    @Test func `a migration runs once`() throws {
        let database = try Database.open(.memory)
        let steps = [Migration("table", sql: ["CREATE TABLE thing (name TEXT)", "INSERT INTO thing VALUES ('once')"])]
        try database.migrate("test", steps)
        try database.migrate("test", steps)
        #expect(try database.read { try $0.query("SELECT name FROM thing") }.count == 1)
    }
}
