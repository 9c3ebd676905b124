/// One permission: which duties may do what, how far they reach, and in which states. Permissions add up; what none gives is refused.
public struct Policy<E: Entity>: Sendable {
    let shape: PolicyShape

    private init(_ verb: PolicyShape.Verb, _ duties: [Duty], _ scope: Reach<E>, states: [String]? = nil) {
        shape = PolicyShape(verb: verb, duties: duties, scope: scope.shape, states: states.map(Set.init))
    }

    public static func see(_ duties: [Duty], within scope: Reach<E> = .organization) -> Policy { Policy(.see, duties, scope) }
    public static func create(_ duties: [Duty]) -> Policy { Policy(.create, duties, .consortium) }
    public static func change(_ duties: [Duty], within scope: Reach<E> = .organization) -> Policy { Policy(.change, duties, scope) }
    /// Names, numbers and addresses in full, where a field is masked.
    public static func unmask(_ duties: [Duty], within scope: Reach<E> = .organization) -> Policy { Policy(.unmask, duties, scope) }
    /// The whole list as a file.
    public static func export(_ duties: [Duty]) -> Policy { Policy(.export, duties, .consortium) }
}

extension Policy where E: Workflow {
    /// Sees records once they have reached one of these states.
    public static func see(_ duties: [Duty], within scope: Reach<E> = .organization, in states: [E.State]) -> Policy {
        Policy(.see, duties, scope, states: states.map(\.rawValue))
    }
    public static func change(_ duties: [Duty], within scope: Reach<E> = .organization, in states: [E.State]) -> Policy {
        Policy(.change, duties, scope, states: states.map(\.rawValue))
    }
}

public struct PolicyShape: Sendable {
    public enum Verb: String, Sendable, CaseIterable { case see, create, change, unmask, export }

    public let verb: Verb
    public let duties: [Duty]
    public let scope: ReachShape
    public let states: Set<String>?
}

extension EntityShape {
    /// The rows on which someone may do this: the union of what each policy gives (unknown is denied).
    public func filter(_ verb: PolicyShape.Verb, for viewer: Viewer) -> Filter {
        let parts = policies.filter { $0.verb == verb }.map { policy -> Filter in
            let reach = policy.scope.filter(for: viewer, posts: viewer.posts(for: Set(policy.duties.map(\.code))))
            guard let states = policy.states, let state = stateField?.name, reach != .none else { return reach }
            return .and([reach, .among(state, states.sorted().map(Value.text))])
        }.filter { $0 != .none }
        return parts.isEmpty ? .none : parts.contains(.all) ? .all : parts.count == 1 ? parts[0] : .or(parts)
    }

    public func may(_ verb: PolicyShape.Verb, _ viewer: Viewer, on row: Row) -> Bool { filter(verb, for: viewer).matches(row) }

    /// Whether any record could be within reach: what menus ask.
    public func mayEver(_ verb: PolicyShape.Verb, _ viewer: Viewer) -> Bool { filter(verb, for: viewer) != .none }

    /// The row as this viewer may read it: masked fields in part, unless a policy shows them whole.
    public func masked(_ row: Row, for viewer: Viewer) -> Row {
        let masks = fields.compactMap { field in field.spec.mask.map { (field.name, $0) } }
        guard !masks.isEmpty, !may(.unmask, viewer, on: row) else { return row }
        var masked = row
        for (name, mask) in masks {
            if let text = row[name].text { masked[name] = .text(mask.apply(to: text)) }
        }
        return masked
    }
}
