/// How far a duty reaches: over one's own records, or those that belong to a department, an organisation, everything below it,
/// or the whole consortium. Without a key path, what a record belongs to is its author's organisation.
public struct Reach<E: Entity>: Sendable {
    let shape: ReachShape

    public static var own: Reach { Reach(shape: .own) }
    public static var department: Reach { Reach(shape: .department(SystemField.ownerDepartment.rawValue)) }
    public static var organization: Reach { Reach(shape: .organization(SystemField.ownerOrganization.rawValue)) }
    public static var subtree: Reach { Reach(shape: .subtree(SystemField.ownerOrganization.rawValue)) }
    public static var consortium: Reach { Reach(shape: .consortium) }

    public static func department(of path: PartialKeyPath<E>) -> Reach {
        Reach(shape: .department(FieldTable<E>.shared.name(of: path)))
    }
    public static func organization(of path: PartialKeyPath<E>) -> Reach {
        Reach(shape: .organization(FieldTable<E>.shared.name(of: path)))
    }
    public static func subtree(of path: PartialKeyPath<E>) -> Reach {
        Reach(shape: .subtree(FieldTable<E>.shared.name(of: path)))
    }
    /// Records that name the viewer's own staff record.
    public static func person(_ path: PartialKeyPath<E>) -> Reach { Reach(shape: .person(FieldTable<E>.shared.name(of: path))) }
}

public enum ReachShape: Sendable, Equatable {
    case own
    case department(String)
    case organization(String)
    case subtree(String)
    case person(String)
    case consortium

    /// The rows within this scope for someone with these posts.
    func filter(for viewer: Viewer, posts: [Viewer.Post]) -> Filter {
        guard !posts.isEmpty else { return .none }
        switch self {
        case .own: return .equals(SystemField.createdBy.rawValue, .text(viewer.account))
        case .department(let field): return .among(field, posts.compactMap(\.department).map(Value.integer))
        case .organization(let field): return .among(field, posts.map { .integer($0.organization) })
        case .subtree(let field): return .among(field, posts.reduce(into: Set()) { $0.formUnion($1.subtree) }.sorted().map(Value.integer))
        case .person(let field): return viewer.staff.map { .equals(field, .integer($0)) } ?? .none
        case .consortium: return .all
        }
    }

    /// The field that ties a row to someone, where it is a declared one.
    var field: String? {
        switch self {
        case .own, .consortium: nil
        case .department(let field), .organization(let field), .subtree(let field), .person(let field): field
        }
    }
}
