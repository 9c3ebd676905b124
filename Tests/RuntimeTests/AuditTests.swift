import Runtime
import Testing

@Suite struct AuditTests {
    let house: House
    var audit: AuditTrail { house.platform.audit }

    init() throws {
        house = try House()
        for number in 1...5 {
            try audit.append(AuditEvent(.studyStore, by: .tester, on: "study", "1.2.\(number)", patientID: "P\(number)"))
        }
    }

    @Test func `an untouched chain is intact`() throws {
        #expect(try audit.verify() == .intact(rows: 5))
    }

    @Test(arguments: [
        ("UPDATE audit SET actor = 'someone' WHERE sequence = 3", 3),
        ("UPDATE audit SET patient_id = NULL WHERE sequence = 2", 2),
        ("UPDATE audit SET at = at + 1 WHERE sequence = 1", 1),
        ("DELETE FROM audit WHERE sequence = 4", 4),
        ("DELETE FROM audit WHERE sequence = 5", 5),
        ("UPDATE audit SET sequence = 9 WHERE sequence = 5", 5),
        ("UPDATE audit_head SET digest = '' WHERE chain = 1", 6),
    ] as [(String, Int64)])
    func `whatever is altered shows at its place`(sql: String, sequence: Int64) throws {
        try house.tamper(sql)
        #expect(try audit.verify() == .broken(sequence: sequence))
    }

    @Test func `a change and its row happen together or not at all`() throws {
        try house.add("wang")
        #expect(throws: Refusal.self) { try house.add("wang") }
        let rows = try audit.entries(AuditQuery(action: AuditAction.accountCreate.rawValue))
        #expect(rows.map(\.event.objectID) == ["wang"])
        #expect(try audit.verify() == .intact(rows: 6))
    }

    @Test func `the same access is one event a minute`() throws {
        let event = AuditEvent(.studyRead, by: .tester, on: "study", "1.2.3", patientID: "P1")
        for _ in 0..<100 { audit.note(event) }
        audit.flush()
        for _ in 0..<100 { audit.note(event) }
        audit.note(AuditEvent(.studyRead, by: .tester, on: "study", "1.2.4", patientID: "P1"))
        house.clock.advance(.seconds(61))
        audit.note(event)
        let reads = try audit.entries(AuditQuery(action: AuditAction.studyRead.rawValue))
        #expect(reads.map(\.event.objectID) == ["1.2.3", "1.2.4", "1.2.3"])
        #expect(try audit.verify() == .intact(rows: 8))
    }

    @Test func `what is noted is written without being asked for`() async throws {
        audit.note(AuditEvent(.studyRead, by: .tester, on: "study", "1.2.3"))
        for _ in 0..<40 where try house.rows(in: "audit") == 5 { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try house.rows(in: "audit") == 6)
    }

    @Test func `pages go back in time and can be narrowed`() throws {
        let newest = try audit.entries(AuditQuery(limit: 2))
        #expect(newest.map(\.sequence) == [5, 4])
        #expect(try audit.entries(AuditQuery(before: 4, limit: 2)).map(\.sequence) == [3, 2])
        #expect(try audit.entries(AuditQuery(patientID: "P2")).map(\.event.objectID) == ["1.2.2"])
    }

    @Test func `a refused sign-in is in the trail`() throws {
        _ = try? house.platform.authenticator.signIn(name: "nobody", password: "x", from: House.somewhere)
        let entry = try #require(try audit.entries(AuditQuery(action: AuditAction.signIn.rawValue)).first)
        #expect(entry.event.outcome == .refused && entry.event.actor == Actor(name: "nobody", origin: House.somewhere))
    }
}

extension House {
    func rows(in table: String) throws -> Int {
        try database.read { try $0.first("SELECT COUNT(*) FROM \(table)")?.int(0) ?? 0 }
    }
}
