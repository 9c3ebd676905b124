/// A workflow with names instead of types.
public struct WorkflowShape: Sendable {
    public let states: [FieldKind.Option]
    public let moves: [MoveShape]
    public let deadlines: [DeadlineShape]

    init(of type: any Workflow.Type) { self = Self.read(type) }

    private init(states: [FieldKind.Option], moves: [MoveShape], deadlines: [DeadlineShape]) {
        (self.states, self.moves, self.deadlines) = (states, moves, deadlines)
    }

    private static func read<E: Workflow>(_ type: E.Type) -> WorkflowShape {
        WorkflowShape(
            states: FieldKind.options(of: E.State.self), moves: E.moves.map(\.shape),
            deadlines: E.deadlines.map { DeadlineShape(state: $0.state, hours: $0.hours, duties: $0.duties) })
    }

    public func move(named name: String) -> MoveShape? { moves.first { $0.name == name } }

    /// When a record that enters a state now should have left it; nil where nothing says so.
    public func due(entering state: String, at now: Moment) -> Moment? {
        deadlines.filter { $0.state == state }.map(\.hours).min().map { now + .hours($0) }
    }
}

public struct DeadlineShape: Sendable {
    public let state: String
    public let hours: Int
    public let duties: [Duty]
}

public struct GuardShape: Sendable {
    public let message: Phrase
    public let holds: @Sendable (Row) -> Bool
}

public struct MoveShape: Sendable {
    public let name: String
    public let label: String
    public let englishLabel: String
    public let from: [String]
    public let to: String
    public let duties: [Duty]
    public let scope: ReachShape
    public let inputs: [String]
    public let offered: [String]
    public let needsReason: Bool
    public let byAnother: Bool
    public let guards: [GuardShape]
    public let effect: @Sendable (inout Row, any Context) throws -> Void

    public func label(in language: String) -> String { language == "en" ? englishLabel : label }

    /// The field that names the organisation whose people take this step, where one does.
    public var organizationField: String? {
        if case .organization(let field) = scope { return field }
        return nil
    }

    /// The rows on which someone may take this step.
    public func filter(state field: String, for viewer: Viewer) -> Filter {
        let reach = scope.filter(for: viewer, posts: viewer.posts(for: Set(duties.map(\.code))))
        guard reach != .none else { return .none }
        let here = Filter.among(field, from.map(Value.text))
        let another = byAnother ? [Filter.not(.equals(SystemField.createdBy.rawValue, .text(viewer.account)))] : []
        return .and([here, reach] + another)
    }
}

extension EntityShape {
    /// The steps that someone may take on a row as it stands; what guards say is asked when the step is taken.
    public func moves(on row: Row, for viewer: Viewer) -> [MoveShape] {
        guard let workflow, let state = stateField?.name else { return [] }
        return workflow.moves.filter { $0.filter(state: state, for: viewer).matches(row) }
    }

    /// The rows that wait for someone: those on which they could take a step.
    public func waiting(for viewer: Viewer) -> Filter {
        guard let workflow, let state = stateField?.name else { return .none }
        let parts = workflow.moves.map { $0.filter(state: state, for: viewer) }.filter { $0 != .none }
        return parts.isEmpty ? .none : .or(parts)
    }
}
