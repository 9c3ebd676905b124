import Kernel

/// A person who works in the consortium.
public struct Staff: Entity {
    public init() {}
    public static let label: StaticString = "人员"
    public let name = Field.text("姓名", max: 40).searchable
    /// The account with which this person signs in.
    public let account = Field.text("账号", max: 64).unique.optional
    public let title = Field.text("职称", max: 40).optional
    public let phone = Field.text("电话", max: 20).optional.masked(.phone).shaped(.phone)
}

extension Staff {
    public static let policies: [Policy<Staff>] = [
        .see([.anyone], within: .consortium),
        .unmask([.administrator], within: .consortium),
        .create([.administrator]),
        .change([.administrator], within: .consortium),
    ]
}

/// One duty that a person has at one organisation; a person may have several, and at several.
public struct Post: Entity {
    public init() {}
    public static let label: StaticString = "任职"
    public let staff = Field.reference(Staff.self, "人员").fixed
    public let duty = Field.text("职责", max: 40).shaped(.code)
    public let organization = Field.reference(Organization.self, "机构").fixed
    public let department = Field.reference(Department.self, "科室").optional
    public let isActive = Field.flag("在任").initially(true)
}

extension Post {
    public static var titles: [PartialKeyPath<Post>] { [\.staff, \.organization, \.duty] }
    public static let policies: [Policy<Post>] = [
        .see([.anyone], within: .consortium),
        .create([.administrator]),
        .change([.administrator], within: .consortium),
    ]
}
