import Runtime

/// The declarations as a page needs them, as far as a viewer may use them: it draws lists and forms from nothing else.
struct CatalogueAnswer {
    let json: JSON

    init(_ catalogue: Catalogue, _ viewer: Viewer) {
        let systems: [JSON] = catalogue.systems.compactMap { system in
            let entities = system.shapes.filter { $0.mayEver(.see, viewer) }
            guard !entities.isEmpty else { return nil }
            return .object([
                "name": .string(system.name), "label": .string(system.label.text(in: viewer.language)),
                "entities": .array(entities.map { EntityAnswer($0, viewer).json }),
            ])
        }
        let posts: [JSON] = viewer.posts.map { .object(["duty": .string($0.duty), "organization": .integer($0.organization)]) }
        json = .object([
            "systems": .array(systems),
            "viewer": .object([
                "account": .string(viewer.account), "name": .string(viewer.displayName), "posts": .array(posts),
                "isAdministrator": .bool(viewer.duties.contains("administrator")),
            ]),
        ])
    }
}

struct EntityAnswer {
    let json: JSON

    init(_ shape: EntityShape, _ viewer: Viewer) {
        let language = viewer.language
        func words(_ chinese: String, _ english: String) -> JSON { .string(language == "en" ? english : chinese) }
        func names(_ names: [String]) -> JSON { .array(names.map(JSON.string)) }
        json = .object([
            "name": .string(shape.name), "label": words(shape.label, shape.englishLabel),
            "titles": names(shape.titles), "columns": names(shape.columns),
            "fields": .array(shape.fields.map { Self.field($0, language) }),
            "sections": .array(shape.sections.map { .object(["label": words($0.label, $0.englishLabel), "fields": names($0.fields)]) }),
            "rules": .array(shape.rules.map { Self.rule($0, language) }),
            "state": JSON(shape.stateField?.name),
            "moves": .array((shape.workflow?.moves ?? []).map { Self.move($0, language) }),
            "reports": .array(shape.reports.map { .object(["name": .string($0.name), "label": words($0.label, $0.englishLabel)]) }),
            "sheets": .array(shape.sheets.map { .object(["name": .string($0.name), "label": .string($0.title.text(in: language))]) }),
            "mayCreate": .bool(shape.mayEver(.create, viewer)), "mayExport": .bool(shape.mayEver(.export, viewer)),
            "hasDossier": .bool(shape.fields.contains { $0.spec.kind.target.map { EntityShape.of($0).name == "patient" } ?? false }),
        ])
    }

    private static func field(_ field: EntityShape.Field, _ language: String) -> JSON {
        let spec = field.spec
        var json: [String: JSON] = [
            "name": .string(field.name), "label": .string(field.label(in: language)), "kind": .string(spec.kind.name),
            "required": .bool(spec.isRequired), "written": .bool(spec.isWritten && spec.kind.isStored), "fixed": .bool(spec.isFixed),
            "initial": spec.json(of: spec.initial), "searchable": .bool(spec.isSearchable),
        ]
        switch spec.kind {
        case .text(let max), .longText(let max): json["max"] = .integer(Int64(max))
        case .integer(let range):
            json["low"] = .integer(Int64(range.lowerBound))
            json["high"] = .integer(Int64(range.upperBound))
        case .decimal(let digits, let range):
            json["digits"] = .integer(Int64(digits))
            json["low"] = .number(range.lowerBound)
            json["high"] = .number(range.upperBound)
        case .choice(let options), .state(let options):
            json["options"] = .array(options.map { .object(["code": .string($0.code), "label": .string(language == "en" ? $0.code : $0.label)]) })
        case .reference(let target): json["target"] = .string(EntityShape.of(target).name)
        default: break
        }
        json["format"] = JSON(spec.format?.rawValue)
        json["hint"] = JSON(spec.hint?.description)
        return .object(json)
    }

    private static func move(_ move: MoveShape, _ language: String) -> JSON {
        .object([
            "name": .string(move.name), "label": .string(move.label(in: language)), "to": .string(move.to),
            "inputs": .array(move.inputs.map(JSON.string)), "offered": .array(move.offered.map(JSON.string)), "needsReason": .bool(move.needsReason),
        ])
    }

    /// The browser checks the same rules, with the same words.
    private static func rule(_ rule: RuleShape, _ language: String) -> JSON {
        var json: [String: JSON] = ["text": .string(rule.text.text(in: language)), "field": .string(rule.field)]
        switch rule.kind {
        case .differs(let field, let other):
            json["kind"] = "differs"
            (json["field"], json["other"]) = (.string(field), .string(other))
        case .inOrder(let earlier, let later):
            json["kind"] = "inOrder"
            (json["earlier"], json["later"]) = (.string(earlier), .string(later))
        case .needed(_, let other, let value):
            json["kind"] = "needed"
            json["other"] = .string(other)
            json["is"] = value.text.map(JSON.string) ?? value.integer.map(JSON.integer) ?? .null
        }
        return .object(json)
    }
}

extension JSON: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
}
