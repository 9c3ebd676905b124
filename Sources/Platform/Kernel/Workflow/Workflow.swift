/// An entity whose records go from state to state by named moves, each with its own people.
public protocol Workflow: Entity {
    associatedtype State: Choice
    static var moves: [Move<Self>] { get }
    /// How long a record should stay in a state, and who is told when it stays longer.
    static var deadlines: [Deadline<Self>] { get }
}

extension Workflow {
    public static var deadlines: [Deadline<Self>] { [] }
}

/// One step of a workflow: a button for those who may press it.
public struct Move<E: Workflow>: Sendable {
    public typealias Effect = @Sendable (inout Record<E>, any Context) throws -> Void
    let shape: MoveShape

    /// - Parameters:
    ///   - scope: over which records the duties reach; those of one's own organisation unless said otherwise.
    ///   - inputs: fields that must be filled at this step.
    ///   - offered: fields that may be filled at this step.
    ///   - needsReason: a sentence that stays with the revision, for a refusal or a recall.
    ///   - byAnother: whoever made the record must not take this step too (separation of duties).
    ///   - guards: what must hold, each with the words for when it does not.
    ///   - effect: what else changes, in the same transaction.
    public static func move(
        _ name: String, _ label: StaticString, from: [E.State], to: E.State, by duties: [Duty], within scope: Reach<E> = .organization,
        asking inputs: [PartialKeyPath<E>] = [], offering offered: [PartialKeyPath<E>] = [], needsReason: Bool = false, byAnother: Bool = false, when guards: [Guard<E>] = [],
        effect: Effect? = nil
    ) -> Move<E> {
        Move(
            shape: MoveShape(
                name: name, label: label.description, englishLabel: Words.title(of: name), from: from.map(\.rawValue), to: to.rawValue,
                duties: duties, scope: scope.shape, inputs: inputs.map(FieldTable<E>.shared.name(of:)),
                offered: offered.map(FieldTable<E>.shared.name(of:)), needsReason: needsReason,
                byAnother: byAnother, guards: guards.map(\.shape),
                effect: { row, context in
                    guard let effect else { return }
                    var record = Record<E>(row)
                    try effect(&record, context)
                    row = record.row
                }))
    }
}

/// What must hold before a move, and the words for when it does not.
public struct Guard<E: Entity>: Sendable {
    let shape: GuardShape

    public init(_ message: Phrase, _ holds: @escaping @Sendable (Record<E>) -> Bool) {
        shape = GuardShape(message: message) { holds(Record<E>($0)) }
    }
}

/// How long a record should stay in a state at most, and whose desk a late one comes to.
public struct Deadline<E: Workflow>: Sendable {
    let state: String
    let hours: Int
    let duties: [Duty]

    public static func within(hours: Int, in state: E.State, tell duties: [Duty]) -> Deadline {
        Deadline(state: state.rawValue, hours: hours, duties: duties)
    }
}
