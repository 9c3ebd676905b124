/// One record without its type: what the runtime stores and the interfaces carry.
public struct Row: Sendable, Equatable {
    /// 0 until it is saved.
    public var id: Int64
    /// Grows by one with every change; who changes a record names the version that they saw.
    public var version: Int
    public var values: [String: Value]

    public init(id: Int64 = 0, version: Int = 0, values: [String: Value] = [:]) {
        self.id = id
        self.version = version
        self.values = values
    }

    public var isNew: Bool { id == 0 }

    public subscript(field: String) -> Value {
        get { field == "id" ? .integer(id) : values[field] ?? .null }
        set { values[field] = newValue }
    }
}

/// What every record carries besides its declared fields; the runtime writes it.
public enum SystemField: String, CaseIterable, Sendable {
    /// The organisation and department to which the record belongs: its author's, when it was made.
    case ownerOrganization, ownerDepartment
    case createdAt, createdBy, changedAt, changedBy
    /// When the state that it is in should have been left.
    case dueAt

    public var isNumber: Bool {
        switch self {
        case .createdBy, .changedBy: false
        default: true
        }
    }

    public var label: String {
        switch self {
        case .ownerOrganization: "所属机构"
        case .ownerDepartment: "所属科室"
        case .createdAt: "建立时间"
        case .createdBy: "建立人"
        case .changedAt: "修改时间"
        case .changedBy: "修改人"
        case .dueAt: "处理期限"
        }
    }
}
