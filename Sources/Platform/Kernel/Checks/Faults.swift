/// One of the client's systems: a name for people and the entities that it brings.
public struct System: Sendable {
    public let name: String
    public let label: Phrase
    public let entities: [any Entity.Type]

    public init(_ name: String, _ label: Phrase, entities: [any Entity.Type]) {
        self.name = name
        self.label = label
        self.entities = entities
    }

    public var shapes: [EntityShape] { entities.map(EntityShape.of) }
}

/// All systems of a house, with what can be wrong between them.
public struct Catalogue: Sendable {
    public let systems: [System]
    private let byName: [String: EntityShape]

    public init(_ systems: [System]) {
        self.systems = systems
        let shapes = systems.flatMap(\.shapes)
        byName = Dictionary(shapes.map { ($0.name, $0) }) { first, _ in first }
    }

    public var shapes: [EntityShape] { systems.flatMap(\.shapes) }

    public subscript(entity name: String) -> EntityShape? { byName[name] }

    /// The duties that any policy or move names, in order of their codes.
    public var duties: [Duty] {
        let named = shapes.flatMap { $0.policies.flatMap(\.duties) + ($0.workflow?.moves.flatMap(\.duties) ?? []) }
        return Set(named).sorted { $0.code < $1.code }
    }

    /// Every declaration that cannot be right, each in one line that names it. Asked at start-up and by one test; empty is good.
    public func faults() -> [String] {
        let names = shapes.map(\.name)
        let twice = Set(names.filter { name in names.filter { $0 == name }.count > 1 }).sorted().map { "\($0): declared twice" }
        let known = Set(shapes.map { ObjectIdentifier($0.type) })
        return twice + shapes.flatMap { $0.faults(knowing: known) }
    }
}

extension EntityShape {
    func faults(knowing known: Set<ObjectIdentifier>) -> [String] {
        (labelFaults() + fieldFaults(knowing: known) + arrangementFaults() + policyFaults() + workflowFaults()).map { "\(name): \($0)" }
    }

    private func labelFaults() -> [String] {
        let labels = [("entity", label, englishLabel)] + fields.map { ("field \($0.name)", $0.label, $0.englishLabel) }
            + (workflow?.moves.map { ("move \($0.name)", $0.label, $0.englishLabel) } ?? [])
            + (workflow?.states.map { ("state \($0.code)", $0.label, $0.code) } ?? [])
        return labels.flatMap { thing, chinese, english in
            (chinese.isEmpty ? ["\(thing) has no Chinese label"] : []) + (english.isEmpty ? ["\(thing) has no English label"] : [])
        }
    }

    private func fieldFaults(knowing known: Set<ObjectIdentifier>) -> [String] {
        let reserved = Set(SystemField.allCases.map { Words.snake($0.rawValue) }).union(["id", "version"])
        var found = fields.isEmpty ? ["it has no field"] : []
        for field in fields {
            if reserved.contains(field.column) { found.append("field \(field.name) has a name that every record uses") }
            if let target = field.spec.kind.target, !known.contains(ObjectIdentifier(target)) {
                found.append("field \(field.name) refers to \(target), which no system declares")
            }
            if field.spec.isSealed, field.spec.isSearchable { found.append("field \(field.name) is sealed and cannot be searched by parts") }
        }
        let states = fields.filter { if case .state = $0.spec.kind { true } else { false } }.count
        if states > 1 { found.append("it has \(states) state fields") }
        return found
    }

    /// A field that is required and stands in no section and no step could never be filled.
    private func arrangementFaults() -> [String] {
        let placed = Set(sections.flatMap(\.fields)).union(stepFields)
        let unplaced = fields.filter { $0.spec.isRequired && $0.spec.isWritten && $0.spec.initial.isNull && !placed.contains($0.name) }
        return unplaced.map { "required field \($0.name) is in no section of the form and no step asks for it" }
            + (titles.isEmpty ? ["it has no title: no text or serial field"] : [])
    }

    private func policyFaults() -> [String] {
        var found = policies.contains { $0.verb == .see } ? [] : ["nobody may see it"]
        let states = Set(workflow?.states.map(\.code) ?? [])
        for policy in policies {
            if policy.duties.isEmpty { found.append("a policy to \(policy.verb.rawValue) names no duty") }
            for state in policy.states ?? [] where !states.contains(state) { found.append("a policy names the unknown state \(state)") }
            if let field = policy.scope.field, SystemField(rawValue: field) == nil, self[field: field] == nil {
                found.append("a policy's scope names the unknown field \(field)")
            }
        }
        return found
    }

    private func workflowFaults() -> [String] {
        guard let workflow else { return stateField == nil ? [] : ["it has a state field and no workflow"] }
        guard stateField != nil else { return ["it has a workflow and no state field"] }
        var found = workflow.moves.filter(\.duties.isEmpty).map { "move \($0.name) has nobody who may take it" }
        let names = workflow.moves.map(\.name)
        found += Set(names.filter { name in names.filter { $0 == name }.count > 1 }).sorted().map { "move \($0) is declared twice" }
        var reached = Set(workflow.states.prefix(1).map(\.code))
        var grew = true
        while grew {
            let next = reached.union(workflow.moves.filter { !reached.isDisjoint(with: $0.from) }.map(\.to))
            grew = next.count > reached.count
            reached = next
        }
        found += workflow.states.filter { !reached.contains($0.code) }.map { "state \($0.code) cannot be reached" }
        for move in workflow.moves {
            for input in move.inputs + move.offered where self[field: input]?.spec.isWritten != true {
                found.append("move \(move.name) asks for \(input), which nobody can write")
            }
        }
        return found
    }
}
