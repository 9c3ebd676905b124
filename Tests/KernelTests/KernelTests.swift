import Kernel
import Testing

private struct Thing: Entity {
    static let label: StaticString = "东西"
    let name = Field.text("名称", max: 5)
    let nickName = Field.text("别名").optional.english("Alias")
    let born = Field.date("日期").optional
    let size = Field.integer("大小", in: 1...9).initially(3)
    let twice = Field.computed("两倍") { (thing: Record<Thing>) in thing.size * 2 }
    static let policies: [Policy<Thing>] = [.see([.anyone])]
}

private struct Broken: Entity, Workflow {
    enum State: String, Choice {
        case first, never

        var label: StaticString { self == .first ? "一" : "" }
    }

    static let label: StaticString = "坏"
    let version = Field.text("")
    let other = Field.reference(Thing.self, "东西")
    let state = Field.state(State.self, "状态")
    static let moves: [Move<Broken>] = [.move("stay", "留", from: [.first], to: .first, by: [])]
    static var sections: [Section<Broken>] { [Section("部分", "Part", \.version)] }
}

@Suite struct KernelTests {
    @Test func `fields have the names and types of their properties`() {
        var thing = Record<Thing>()
        #expect(thing.size == 3 && thing.name == "" && thing.nickName == nil)
        thing.name = "灯"
        thing.nickName = "台灯"
        #expect(thing.row["name"] == .text("灯") && thing.row["nickName"] == .text("台灯") && thing.twice == 6)
        thing.nickName = nil
        #expect(thing.row["nickName"].isNull)
        let shape = EntityShape.of(Thing.self)
        #expect(shape.fields.map(\.column) == ["name", "nick_name", "born", "size", "twice"])
        #expect(shape.fields.map(\.englishLabel) == ["Name", "Alias", "Born", "Size", "Twice"])
    }

    @Test func `faults name what cannot be right`() {
        let faults = Catalogue([System("s", Phrase("系统", "System"), entities: [Broken.self])]).faults().joined(separator: "\n")
        for part in [
            "field version has no Chinese label", "field version has a name that every record uses", "refers to Thing", "nobody may see it",
            "state never has no Chinese label", "state never cannot be reached", "move stay has nobody", "required field other is in no section",
        ] {
            #expect(faults.contains(part), "\(part) is not in\n\(faults)")
        }
        #expect(Catalogue([System("s", Phrase("系统", "System"), entities: [Thing.self])]).faults() == [])
    }

    @Test(arguments: [
        ("33010219900101123X", false), ("11010519491231002X", true), ("11010519491231002x", true), ("440524188001010014", true),
        ("440524188001010015", false), ("11010519491331002X", false), ("1101051949123100", false), ("", false),
    ])
    func `an identity number proves itself (GB 11643)`(text: String, isGood: Bool) { #expect((CitizenID(text) != nil) == isGood) }

    @Test func `an identity number says birthday and sex`() {
        let citizen = CitizenID("11010519491231002X")
        #expect(citizen?.birth.description == "1949-12-31" && citizen?.isMale == false)
    }

    @Test func `days and moments agree over a century`() {
        for offset in stride(from: 0, to: 40_000, by: 37) {
            let day = Day("1950-01-01")!.adding(days: offset)
            #expect(Day(of: day.start) == day && Day(day.description) == day)
            #expect(Day(of: Moment(milliseconds: day.start.milliseconds - 1)) == day.adding(days: -1))
        }
        #expect(Day("2023-02-29") == nil && Day("2024-02-29") != nil && Day("1900-02-29") == nil)
        #expect(Moment(iso8601: "2026-05-01T14:05")?.chinaTime == "2026-05-01 14:05")
        #expect(Moment(iso8601: "2026-05-01T06:05:00Z")?.chinaTime == "2026-05-01 14:05")
    }

    @Test(arguments: [("12", 1200), ("12.3", 1230), ("-0.05", -5), ("0", 0), ("12.345", nil), ("1e3", nil), ("", nil), (".5", nil), ("５", nil), ("99999999999999999999", nil)] as [(String, Int64?)])
    func `decimals are exact or refused`(text: String, scaled: Int64?) {
        #expect(Scaled.value(text, digits: 2) == scaled)
        if let scaled { #expect(Scaled.value(Scaled.text(scaled, digits: 2), digits: 2) == scaled) }
    }

    @Test(arguments: [(Mask.name, "张三", "张*"), (.name, "欧阳小明", "欧阳**"), (.identity, "11010519491231002X", "110105********002X"), (.phone, "13812345678", "138****5678"), (.phone, "1381234", "*******")])
    func `masks leave what they should`(mask: Mask, text: String, shown: String) { #expect(mask.apply(to: text) == shown) }

    @Test func `what no policy gives is refused, and policies add up`() {
        let row = Row(id: 1, version: 1, values: ["ownerOrganization": .integer(7), "createdBy": .text("a")])
        let shape = EntityShape.of(Thing.self)
        let someone = Viewer(account: "a", displayName: "a", posts: [.init(duty: "doctor", organization: 7)])
        #expect(shape.may(.see, someone, on: row) && !shape.may(.change, someone, on: row) && !shape.mayEver(.create, someone))
        #expect(!shape.mayEver(.see, Viewer(account: "b", displayName: "b")))
    }

    @Test func `a filter's NOT knows that nothing is not equal to anything`() {
        let row = Row(values: ["a": .integer(1)])
        #expect(Filter.not(.equals("b", .integer(1))).matches(row))
        #expect(!Filter.among("b", []).matches(row) && !Filter.between("b", nil, nil).matches(row))
        #expect(!Filter.equals("b", .null).matches(row))
    }
}
