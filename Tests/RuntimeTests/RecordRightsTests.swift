import Clinical
import Runtime
import Testing

@Suite struct RecordRightsTests {
    @Test(arguments: Engine.present) func `another house sees nothing, and a missing right is audited`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let row = try house.errand()
        #expect(try house.records.list("errand", for: house.stranger).rows.isEmpty)
        #expect(throws: RecordRefusal.self) { try house.records.record("errand", row.id, for: house.stranger) }
        #expect(throws: RecordRefusal.self) { try house.records.create("errand", ["title": "x", "contact": "13800001234"], ChangeRequest(by: house.approver)) }
        let refused = try house.platform.audit.entries(AuditQuery(actor: "sun"))
        #expect(refused.first?.event.outcome == .refused && refused.first?.event.action.rawValue == "errand.create")
    }

    @Test(arguments: Engine.present) func `a manager sees what lies below`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        try house.errand()
        let above = Viewer(account: "m", displayName: "m", posts: [.init(duty: "manager", organization: house.hospital, subtree: [house.clinic])])
        #expect(try house.records.list("errand", for: above).total == 1)
        #expect(try house.records.list("errand", for: house.person("n", .manager, at: house.hospital)).total == 0)
    }

    @Test(arguments: Engine.present) func `masked fields are shown in part, and cannot be asked by`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let row = try house.errand()
        #expect(try house.records.record("errand", row.id, for: house.doctor).row["contact"] == .text("13800001234"))
        #expect(try house.records.record("errand", row.id, for: house.colleague).row["contact"] == .text("138****1234"))
        #expect(try house.records.revisions("errand", row.id, for: house.colleague)[0].changes.contains { $0.after == .text("138****1234") })
        for query in [ListQuery(filter: .equals("contact", .text("13800001234"))), ListQuery(sort: "contact")] {
            #expect(throws: RecordRefusal.self) { try house.records.list("errand", query, for: house.colleague) }
        }
    }

    @Test(arguments: Engine.present) func `only the author changes, and only while it is open`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let row = try house.errand()
        #expect(throws: RecordRefusal.self) { try house.records.change("errand", row.id, version: 1, ["title": "x"], ChangeRequest(by: house.colleague)) }
        var moved = try house.records.change("errand", row.id, version: 1, ["day": "2026-05-01"], ChangeRequest(by: house.doctor))
        moved = try house.records.move("errand", row.id, "start", version: 2, ChangeRequest(by: house.colleague))
        #expect(Record<Errand>(moved).state == .running && moved[SystemField.dueAt.rawValue] == .null)
        #expect(throws: RecordRefusal.self, "note is asked for") { try house.records.move("errand", row.id, "finish", version: 3, ChangeRequest(by: house.approver)) }
        moved = try house.records.move("errand", row.id, "finish", version: 3, writing: ["note": "好"], ChangeRequest(by: house.approver))
        #expect(throws: RecordRefusal.self, "it is done") { try house.records.change("errand", row.id, version: 4, ["title": "x"], ChangeRequest(by: house.doctor)) }
        #expect(throws: RecordRefusal.self, "it is done") { try house.records.move("errand", row.id, "start", version: 4, ChangeRequest(by: house.doctor)) }
        let messages = try house.records.messages(for: house.doctor)
        #expect(messages.map(\.text.chinese) == ["事项完成"])
        try house.records.markRead([], for: house.doctor)
        #expect(try house.records.messages(for: house.doctor, unreadOnly: true).isEmpty)
    }

    @Test(arguments: Engine.present) func `what a step asks for cannot be written before it`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let row = try house.errand()
        #expect(throws: RecordRefusal.self) { try house.records.change("errand", row.id, version: 1, ["note": "好"], ChangeRequest(by: house.doctor)) }
        #expect(throws: RecordRefusal.self) {
            try house.records.create("errand", ["title": "a", "contact": "13800001234", "note": "好"], ChangeRequest(by: house.doctor))
        }
    }

    @Test(arguments: Engine.present) func `nobody finishes what they made themselves`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let both = house.person("wang", .doctor, .approver, at: house.clinic)
        let row = try house.errand(by: both)
        let moved = try house.records.move("errand", row.id, "start", version: 1, ChangeRequest(by: both))
        #expect(throws: RecordRefusal.self) { try house.records.move("errand", row.id, "finish", version: moved.version, writing: ["note": "好"], ChangeRequest(by: both)) }
        #expect(try house.records.list("errand", ListQuery(isWaiting: true), for: both).total == 0)
        #expect(try house.records.list("errand", ListQuery(isWaiting: true), for: house.approver).total == 1)
    }

    /// For many viewers and rows: what SQL lets through is exactly what the policies say of each row.
    @Test(arguments: Engine.present) func `the filter in SQL and the policies of a row agree`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let makers = [house.doctor, house.colleague, house.stranger]
        for index in 0..<24 {
            let maker = makers[index % 3]
            let row = try house.errand("事项\(index)", by: maker)
            if index % 2 == 0 { _ = try house.records.move("errand", row.id, "start", version: 1, ChangeRequest(by: maker)) }
        }
        let everything = Viewer(account: "x", displayName: "x", posts: [.init(duty: "manager", organization: 0, subtree: [house.clinic, house.hospital])])
        let all = try house.records.list("errand", for: everything).rows
        #expect(all.count == 24)
        let duties: [Duty] = [.doctor, .approver, .manager, .nurse, .administrator]
        let shape = EntityShape.of(Errand.self)
        for account in ["wang", "zhao", "other"] {
            for duty in duties {
                for organization in [house.clinic, house.hospital, 0] {
                    let viewer = Viewer(account: account, displayName: "", posts: [.init(duty: duty.code, organization: organization)])
                    let expected = Set(all.filter { shape.may(.see, viewer, on: $0) }.map(\.id))
                    let seen = (try? house.records.list("errand", for: viewer).rows.map(\.id)) ?? []
                    #expect(Set(seen) == expected, "\(account) \(duty.code) \(organization)")
                    for row in all where !expected.contains(row.id) {
                        #expect(throws: RecordRefusal.self) { try house.records.record("errand", row.id, for: viewer) }
                        #expect(throws: RecordRefusal.self) { try house.records.revisions("errand", row.id, for: viewer) }
                    }
                }
            }
        }
    }
}
