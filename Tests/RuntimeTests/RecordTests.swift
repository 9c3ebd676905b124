import Database
import Runtime
import Testing

@Suite struct RecordTests {
    @Test(arguments: Engine.present) func `what is saved comes back with its kinds`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let made = try house.records.create(
            "errand",
            [
                "title": "送标本", "contact": "0571-88880000", "cost": "12.5", "weight": "0.75", "day": "20260501", "until": "2026-05-02",
                "isUrgent": .bool(true), "secret": "33010219900101123X",
            ], ChangeRequest(by: house.doctor))
        let errand = Record<Errand>(try house.records.record("errand", made.id, for: house.doctor).row)
        #expect(errand.title == "送标本" && errand.cost == Money(fen: 1250) && errand.weight?.description == "0.75")
        #expect(errand.day?.description == "2026-05-01" && errand.isUrgent && errand.secret == "33010219900101123X")
        #expect(errand.number.hasPrefix("SX") && errand.number.hasSuffix("0001") && errand.state == .open)
        #expect(errand[system: .ownerOrganization] == .integer(house.clinic) && errand[system: .dueAt] != .null)
    }

    @Test(arguments: Engine.present) func `a sealed field is nowhere in clear, and is still found and unique`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let values: [String: JSON] = ["title": "a", "contact": "13800001234", "secret": "33010219900101123x"]
        let made = try house.records.create("errand", values, ChangeRequest(by: house.doctor))
        let stored = try house.database.read { connection in
            try connection.query("SELECT * FROM record_errand") + connection.query("SELECT * FROM record_revision") + connection.query("SELECT * FROM record_token")
        }
        #expect(!stored.contains { "\($0.values)".lowercased().contains("33010219900101123x") })
        let found = try house.records.list("errand", ListQuery(filter: .equals("secret", .text("33010219900101123X"))), for: house.doctor)
        #expect(found.rows.map(\.id) == [made.id])
        let refusal = #expect(throws: RecordRefusal.self) { try house.records.create("errand", values, ChangeRequest(by: house.doctor)) }
        #expect(refusal?.text(in: "zh") == "证件号已存在")
    }

    @Test(arguments: Engine.present) func `the second of two writers is told who was faster`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let row = try house.errand()
        _ = try house.records.change("errand", row.id, version: 1, ["title": "先"], ChangeRequest(by: house.doctor))
        let refusal = #expect(throws: RecordRefusal.self) {
            try house.records.change("errand", row.id, version: 1, ["title": "后"], ChangeRequest(by: house.doctor))
        }
        #expect(refusal?.text(in: "zh").contains("wang") == true)
        #expect(try house.records.record("errand", row.id, for: house.doctor).row["title"] == .text("先"))
    }

    @Test(arguments: Engine.present) func `a click sent twice is done once`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let first = try house.errand(key: "k1"), second = try house.errand(key: "k1"), third = try house.errand(key: "k2")
        #expect(first.id == second.id && third.id != first.id)
        #expect(try house.records.list("errand", for: house.doctor).total == 2)
    }

    @Test(arguments: Engine.present) func `every change is a revision with before and after, and an audit row`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let row = try house.errand("取药")
        _ = try house.records.change("errand", row.id, version: 1, ["title": "取报告"], ChangeRequest(by: house.doctor))
        let story = try house.records.revisions("errand", row.id, for: house.doctor)
        #expect(story.map(\.action) == ["change", "create"])
        #expect(story[0].changes == [.init(field: "title", before: .text("取药"), after: .text("取报告"))])
        let audited = try house.platform.audit.entries(AuditQuery(objectID: String(row.id))).filter { $0.event.objectKind == "errand" }
        #expect(audited.map(\.event.action.rawValue) == ["errand.change", "errand.create"])
        #expect(try house.platform.audit.verify() != .broken(sequence: 1))
    }

    @Test(arguments: Engine.present) func `text is found by its parts, by pinyin and by initials`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let row = try house.errand("张三取药")
        try house.errand("李四")
        for text in ["张三", "取药", "zhangsan", "zsqy", "quyao", "zs"] {
            #expect(try house.records.list("errand", ListQuery(text: text), for: house.doctor).rows.map(\.id) == [row.id], "\(text)")
        }
        _ = try house.records.change("errand", row.id, version: 1, ["title": "王五"], ChangeRequest(by: house.doctor))
        #expect(try house.records.list("errand", ListQuery(text: "zs"), for: house.doctor).rows.isEmpty)
    }

    @Test(arguments: Engine.present) func `everything wrong is told at once, with the field`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let refusal = #expect(throws: RecordRefusal.self) {
            try house.records.create(
                "errand", ["title": .string(String(repeating: "长", count: 21)), "contact": "12", "day": "2026-05-02", "until": "2026-05-01"],
                ChangeRequest(by: house.doctor))
        }
        guard case .invalid(let objections)? = refusal else { return #expect(Bool(false), "\(String(describing: refusal))") }
        #expect(objections.compactMap(\.field) == ["title", "contact", "until"])
        for wrong: (String, JSON) in [("day", "2026-02-30"), ("cost", "1.234"), ("weight", "501"), ("state", "done"), ("number", "1"), ("nosuch", "1"), ("title", "a\u{0}b")] {
            var values: [String: JSON] = ["title": "a", "contact": "13800001234"]
            values[wrong.0] = wrong.1
            #expect(throws: RecordRefusal.self, "\(wrong)") { try house.records.create("errand", values, ChangeRequest(by: house.doctor)) }
        }
        #expect(try house.records.list("errand", for: house.doctor).total == 0)
    }

    @Test(arguments: Engine.present) func `numbers run without gap or double`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let numbers = try (0..<12).map { try house.errand("\($0)")["number"].text ?? "" }
        #expect(Set(numbers).count == 12 && numbers == numbers.sorted())
    }

    @Test(arguments: Engine.present) func `declarations that grew bring their tables up`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let row = try house.errand()
        try house.database.write { connection in
            try connection.execute("ALTER TABLE record_errand DROP COLUMN note")
            try connection.execute("DELETE FROM record_column WHERE entity = 'errand' AND name = 'note'")
        }
        let again = try house.platform.records(of: house.records.catalogue)
        #expect(try again.record("errand", row.id, for: house.doctor).row["title"] == .text("取药"))
    }
}
