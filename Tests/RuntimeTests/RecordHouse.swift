import Clinical
import Database
import Foundation
import Runtime

/// Records of two organisations with a few people, on one engine. `Task` and `Chapter` are entities of the tests.
final class RecordHouse: Sendable {
    let path: String
    let clock = StoppedClock()
    let database: Database
    let platform: Platform
    let records: Records
    let hospital: Int64
    let clinic: Int64

    init(_ engine: Engine) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("records-\(UUID().uuidString)").path
        let folder = try DataFolder(path: path)
        database = try engine.database(in: path)
        let clock = clock
        platform = try Platform(database: database, folder: folder, now: { clock.now })
        records = try platform.records(of: Catalogue([.clinical, System("tests", Phrase("测试", "Tests"), entities: [Errand.self])]))
        let admin = Viewer(account: "admin", displayName: "管理员", posts: [.init(duty: "administrator", organization: 0)])
        hospital = try records.create(
            "organization", ["name": "县人民医院", "code": "H1", "level": "hospital", "phone": "0571-88880000"], ChangeRequest(by: admin)).id
        clinic = try records.create(
            "organization", ["name": "青山卫生院", "code": "T1", "level": "township", "parent": .integer(hospital)], ChangeRequest(by: admin)).id
    }

    deinit {
        try? database.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    func person(_ account: String, _ duties: Duty..., at organization: Int64) -> Viewer {
        Viewer(account: account, displayName: account, posts: duties.map { .init(duty: $0.code, organization: organization) })
    }

    var doctor: Viewer { person("wang", .doctor, at: clinic) }
    var colleague: Viewer { person("zhao", .doctor, at: clinic) }
    var stranger: Viewer { person("qian", .doctor, at: hospital) }
    var approver: Viewer { person("sun", .approver, at: clinic) }

    @discardableResult
    func errand(_ title: String = "取药", by viewer: Viewer? = nil, key: String? = nil) throws -> Row {
        try records.create("errand", ["title": .string(title), "contact": "13800001234"], ChangeRequest(by: viewer ?? doctor, key: key))
    }
}

extension JSON: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
}

/// An entity with a little of everything.
struct Errand: Entity {
    enum State: String, Choice {
        case open, running, done

        var label: StaticString { self == .open ? "待办" : self == .running ? "进行中" : "完成" }
    }

    static let label: StaticString = "事项"
    let number = Field.serial("编号", prefix: "SX")
    let title = Field.text("事项", max: 20).searchable
    let contact = Field.text("联系电话", max: 20).masked(.phone).shaped(.phone)
    let secret = Field.text("证件号", max: 18).optional.unique.sealed.masked(.identity)
    let cost = Field.money("费用").optional
    let weight = Field.decimal("重量", digits: 2, in: 0...500).optional
    let day = Field.date("日期").optional
    let until = Field.date("截止").optional
    let note = Field.text("结果", max: 100).optional
    let isUrgent = Field.flag("加急").initially(false)
    let state = Field.state(State.self, "状态")
}

extension Errand: Workflow {
    static let moves: [Move<Errand>] = [
        .move("start", "开始", from: [.open], to: .running, by: [.doctor]),
        .move(
            "finish", "完成", from: [.running], to: .done, by: [.approver], asking: [\.note], byAnother: true,
            when: [Guard(Phrase("未填写日期", "no date")) { $0.day != nil }],
            effect: { errand, context in
                try context.tell(Notice(to: .account(errand[system: .createdBy].text ?? ""), Phrase("事项完成", "done"), about: errand))
            }),
    ]
    static let deadlines: [Deadline<Errand>] = [.within(hours: 8, in: .open, tell: [.doctor])]
    static let rules: [Rule<Errand>] = [.inOrder(\.day, \.until, Phrase("截止日期早于日期", "the end lies before the day"))]
    static let reports: [Report<Errand>] = [
        Report("state", "按状态", "By state", by: \.state), Report("cost", "费用", "Cost", by: \.isUrgent, sum: \.cost, monthly: true),
    ]
    static let policies: [Policy<Errand>] = [
        .see([.doctor, .approver]), .create([.doctor]), .change([.doctor], within: .own, in: [.open, .running]), .unmask([.doctor], within: .own),
        .see([.manager], within: .subtree), .export([.approver]),
    ]
}
