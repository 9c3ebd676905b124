import Kernel

public enum Sex: String, Choice {
    case male, female, unknown

    /// GB/T 2261.1-2003.
    public var label: StaticString {
        switch self {
        case .male: "男"
        case .female: "女"
        case .unknown: "未知"
        }
    }
}

/// A patient of the consortium. Everyone who treats may find a patient; who sees the whole name and number, policies say.
public struct Patient: Entity {
    public init() {}
    public static let label: StaticString = "患者"
    public let number = Field.serial("患者号", prefix: "P")
    public let name = Field.text("姓名", max: 40).searchable.masked(.name)
    public let sex = Field.choice(Sex.self, "性别")
    public let birth = Field.date("出生日期")
    public let citizenID = Field.text("身份证号", max: 18).optional.unique.sealed.masked(.identity).shaped(.citizenID)
    public let phone = Field.text("联系电话", max: 20).optional.masked(.phone).shaped(.phone)
    public let address = Field.text("住址", max: 200).optional.masked(.address)
    public let allergies = Field.text("过敏史", max: 200).optional
}

extension Patient {
    public static var titles: [PartialKeyPath<Patient>] { [\.name, \.number] }
    public static let policies: [Policy<Patient>] = [
        .see(Duty.treating + [.registrar, .approver], within: .consortium),
        .unmask(Duty.treating + [.registrar, .approver], within: .organization),
        .create(Duty.treating + [.registrar]),
        .change(Duty.treating + [.registrar], within: .organization),
    ]

    /// The identity number says birthday and sex; where they were typed too, both must agree.
    public static func settle(_ patient: inout Record<Patient>, in context: any Context) throws {
        if patient.birth > Day(of: context.now) { throw Objection("出生日期在今天之后", "the date of birth lies in the future", field: "birth") }
        guard let text = patient.citizenID, let citizen = CitizenID(text) else { return }
        patient.citizenID = citizen.text
        guard patient.birth == citizen.birth else {
            throw Objection("出生日期与身份证号不符", "the date of birth does not fit the identity number", field: "birth")
        }
        guard patient.sex == (citizen.isMale ? .male : .female) else {
            throw Objection("性别与身份证号不符", "the sex does not fit the identity number", field: "sex")
        }
    }
}
