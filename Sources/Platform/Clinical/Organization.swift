import Kernel

/// A member of the consortium, or a part of one: a tree from the consortium itself to the village clinic.
public struct Organization: Entity {
    public enum Level: String, Choice {
        case consortium, hospital, township, village, partner

        public var label: StaticString {
            switch self {
            case .consortium: "医共体"
            case .hospital: "县级医院"
            case .township: "乡镇卫生院"
            case .village: "村卫生室"
            case .partner: "协作单位"
            }
        }
    }

    public init() {}
    public static let label: StaticString = "机构"
    public let name = Field.text("机构名称").searchable.unique
    public let code = Field.text("机构代码", max: 30).unique.shaped(.code)
    public let level = Field.choice(Level.self, "级别")
    public let parent = Field.reference(Organization.self, "上级机构").optional
    public let phone = Field.text("电话", max: 20).optional.shaped(.phone)
    public let address = Field.text("地址", max: 200).optional
}

extension Organization {
    public static let policies: [Policy<Organization>] = [
        .see([.anyone], within: .consortium),
        .create([.administrator]),
        .change([.administrator], within: .consortium),
    ]
    public static let rules: [Rule<Organization>] = [
        .needed(\.phone, when: \.level, is: .hospital, Phrase("县级医院需要填写电话", "a hospital needs a telephone number"))
    ]
}

/// A department of an organisation.
public struct Department: Entity {
    public init() {}
    public static let label: StaticString = "科室"
    public let name = Field.text("科室名称").searchable
    public let organization = Field.reference(Organization.self, "机构").fixed
    public let phone = Field.text("电话", max: 20).optional.shaped(.phone)
}

extension Department {
    public static let policies: [Policy<Department>] = [
        .see([.anyone], within: .consortium),
        .create([.administrator]),
        .change([.administrator], within: .consortium),
    ]
}
