import HTTPTypes
import Hummingbird
import Runtime

/// `/api/openapi.json`: what may be asked of the records, derived from the declarations; and `/api/catalogue`: who may do what.
public struct InterfaceRoutes: Sendable {
    let records: Records

    public init(records: Records) { self.records = records }

    public func add(to guarded: GuardedRoutes) {
        guarded.group("/api/openapi.json", demanding: .useSystems).get { request, context in
            try await records.answer(request, context) { OpenAPI(records.catalogue, for: $0).document }
        }
        let routes = guarded.group("/api/catalogue", demanding: .useSystems)
        routes.get("permissions") { request, context in
            try await records.answer(request, context) { viewer in .array(records.catalogue.shapes.map { Self.permissions($0, viewer.language) }) }
        }
        routes.get("diagrams") { request, context in
            try await records.answer(request, context) { viewer in
                .object(Dictionary(records.catalogue.shapes.compactMap { shape in shape.diagram(in: viewer.language).map { (shape.name, .string($0)) } }) { first, _ in first })
            }
        }
    }

    /// One entity's rights: who sees, makes and changes, how far and when; and who takes which step.
    private static func permissions(_ shape: EntityShape, _ language: String) -> JSON {
        let policies: [JSON] = shape.policies.map { policy in
            .object([
                "verb": .string(policy.verb.rawValue), "duties": .array(policy.duties.map { .string($0.label.description) }),
                "reach": .string("\(policy.scope)"), "states": policy.states.map { .array($0.sorted().map(JSON.string)) } ?? .null,
            ])
        }
        let moves: [JSON] = (shape.workflow?.moves ?? []).map { move in
            .object([
                "move": .string(move.label(in: language)), "from": .array(move.from.map(JSON.string)), "to": .string(move.to),
                "duties": .array(move.duties.map { .string($0.label.description) }), "byAnother": .bool(move.byAnother),
            ])
        }
        return .object(["entity": .string(shape.name), "label": .string(shape.label), "policies": .array(policies), "moves": .array(moves)])
    }
}

extension EntityShape {
    /// The states and moves as a Mermaid state diagram; nil where there is no workflow.
    func diagram(in language: String) -> String? {
        guard let workflow, let first = workflow.states.first else { return nil }
        let states = workflow.states.map { "  state \"\(language == "en" ? $0.code : $0.label)\" as \($0.code)" }
        let moves = workflow.moves.flatMap { move in move.from.map { "  \($0) --> \(move.to): \(move.label(in: language))" } }
        return (["stateDiagram-v2"] + states + ["  [*] --> \(first.code)"] + moves).joined(separator: "\n")
    }
}
