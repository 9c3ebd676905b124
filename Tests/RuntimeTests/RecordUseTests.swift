import Clinical
import Foundation
import Runtime
import Testing

/// Reports, files, reveals and deadlines.
@Suite struct RecordUseTests {
    @Test(arguments: Engine.present) func `a report counts what its viewer sees, beside the period before and a year ago`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        try house.errand("去年")
        house.clock.advance(.days(365))
        for _ in 0..<3 { try house.errand("本期") }
        try house.errand("别家", by: house.stranger)
        let day = Day(of: house.clock.now)
        let period = try #require(Period(from: day, to: day))
        let table = try house.records.report("errand", "state", period, for: house.doctor)
        #expect(table.lines.map(\.value) == [3] && table.lines.map(\.last) == [0] && table.lines.map(\.year) == [1])
        let monthly = try house.records.report("errand", "cost", period, for: house.doctor)
        #expect(monthly.lines.map(\.month) == [String(day.description.prefix(7))])
        #expect(throws: RecordRefusal.self) { try house.records.report("errand", "state", period, for: house.person("x", .nurse, at: house.clinic)) }
    }

    @Test(arguments: Engine.present) func `a file holds what the list shows, and no formula`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        try house.errand("=1+1")
        try house.errand("a\"b,c")
        let csv = String(decoding: try house.records.export("errand", ListQuery(), as: .csv, for: house.approver), as: UTF8.self)
        #expect(csv.hasPrefix("\u{FEFF}编号,事项") && csv.contains(",'=1+1,") && csv.contains("\"a\"\"b,c\"") && csv.contains("138****1234"))
        #expect(!csv.contains("13800001234"))
        let xlsx = try house.records.export("errand", ListQuery(), as: .xlsx, for: house.approver)
        #expect(xlsx.starts(with: [0x50, 0x4B]))
        #expect(throws: RecordRefusal.self) { try house.records.export("errand", ListQuery(), as: .csv, for: house.doctor) }
    }

    @Test(arguments: Engine.present) func `a masked record is shown whole for a reason that the audit keeps`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let row = try house.errand()
        #expect(throws: RecordRefusal.self) { try house.records.reveal("errand", row.id, reason: " ", for: house.colleague) }
        #expect(throws: RecordRefusal.self) { try house.records.reveal("errand", row.id, reason: "急诊联系家属", for: house.stranger) }
        #expect(try house.records.reveal("errand", row.id, reason: "急诊联系家属", for: house.colleague).row["contact"] == .text("13800001234"))
        #expect(try house.platform.audit.entries(AuditQuery(action: "errand.reveal")).first?.event.detail == "急诊联系家属")
    }

    @Test(arguments: Engine.present) func `what stays too long is told once`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let admin = Viewer(account: "admin", displayName: "", posts: [.init(duty: "administrator", organization: 0)])
        let staff = try house.records.create("staff", ["name": "赵医生", "account": "zhao"], ChangeRequest(by: admin))
        _ = try house.records.create(
            "post", ["staff": .integer(staff.id), "duty": "doctor", "organization": .integer(house.clinic)], ChangeRequest(by: admin))
        try house.errand()
        #expect(try house.records.tellOverdue() == 0)
        house.clock.advance(.hours(9))
        #expect(try house.records.tellOverdue() == 1)
        #expect(try house.records.tellOverdue() == 0)
        #expect(try house.records.messages(for: house.colleague).map(\.text.chinese).first?.contains("已超期") == true)
    }

    @Test(arguments: Engine.present) func `a post that ends takes its rights with it`(engine: Engine) throws {
        let house = try RecordHouse(engine)
        let admin = Viewer(account: "admin", displayName: "", posts: [.init(duty: "administrator", organization: 0)])
        let account = try house.platform.accounts.add(name: "zhao", displayName: "赵", password: House.password, roles: [.staff], by: .tester)
        let staff = try house.records.create("staff", ["name": "赵医生", "account": "zhao"], ChangeRequest(by: admin))
        let post = try house.records.create(
            "post", ["staff": .integer(staff.id), "duty": "doctor", "organization": .integer(house.clinic)], ChangeRequest(by: admin))
        let signedIn = try house.platform.authenticator.verify(.password(name: account.name, password: House.password), from: "10.0.0.1")
        #expect(try house.records.viewer(signedIn, from: "10.0.0.1").duties == ["doctor"])
        _ = try house.records.change("post", post.id, version: 1, ["isActive": .bool(false)], ChangeRequest(by: admin))
        #expect(try house.records.viewer(signedIn, from: "10.0.0.1").duties == [])
    }

    @Test(arguments: Engine.present) func `twenty who write one record at once leave one winner and no gap`(engine: Engine) async throws {
        let house = try RecordHouse(engine)
        let row = try house.errand()
        let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    do {
                        _ = try house.records.change("errand", row.id, version: 1, ["title": .string("第\(number)个")], ChangeRequest(by: house.doctor))
                        return true
                    } catch is RecordRefusal { return false }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 1)
        #expect(try house.records.revisions("errand", row.id, for: house.doctor).map(\.version) == [2, 1])
    }

    @Test(arguments: Engine.present) func `the same click from many hands at once is one record`(engine: Engine) async throws {
        let house = try RecordHouse(engine)
        let ids = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<12 { group.addTask { try house.errand(key: "once").id } }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try house.records.list("errand", for: house.doctor).total == 1)
    }
}
