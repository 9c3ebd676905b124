import Runtime

/// The OpenAPI 3.0.3 document of the records that a viewer may see.
struct OpenAPI {
    let document: JSON

    init(_ catalogue: Catalogue, for viewer: Viewer) {
        let shapes = catalogue.shapes.filter { $0.mayEver(.see, viewer) }
        var paths: [String: JSON] = [:]
        var schemas: [String: JSON] = ["Refusal": Self.refusal]
        for shape in shapes {
            schemas[shape.name] = Self.record(shape)
            paths.merge(Self.paths(shape)) { first, _ in first }
        }
        document = .object([
            "openapi": "3.0.3", "info": .object(["title": "Yigong", "version": "1.0.0"]),
            "paths": .object(paths),
            "components": .object([
                "schemas": .object(schemas),
                "securitySchemes": .object(["token": .object(["type": "http", "scheme": "bearer"]), "password": .object(["type": "http", "scheme": "basic"])]),
            ]),
            "security": .array([.object(["token": .array([])]), .object(["password": .array([])])]),
        ])
    }

    private static func paths(_ shape: EntityShape) -> [String: JSON] {
        let base = "/api/records/\(shape.name)"
        let one = reference(shape.name)
        let list: JSON = .object([
            "type": "object", "required": .array(["rows", "total", "isMore"]),
            "properties": .object(["rows": .object(["type": "array", "items": one]), "total": .object(["type": "integer"]), "isMore": .object(["type": "boolean"])]),
        ])
        let written = Dictionary(shape.fields.filter { $0.spec.isWritten && $0.spec.kind.isStored }.map { ($0.name, value($0.spec)) }) { first, _ in first }
        let values: JSON = .object(["type": "object", "properties": .object(written), "additionalProperties": .bool(false)])
        let version: JSON = .object(["type": "integer"])
        var paths: [String: JSON] = [
            base: .object([
                "get": operation(shape, "list", answers: ["200": list], parameters: [query("text", "string"), query("sort", "string"), query("page", "integer"), query("size", "integer")]),
                "post": operation(shape, "create", answers: ["201": one], body: .object(["type": "object", "required": .array(["values"]), "properties": .object(["values": values])])),
            ]),
            "\(base)/{id}": .object([
                "get": operation(shape, "show", answers: ["200": one], parameters: [identity]),
                "patch": operation(
                    shape, "change", answers: ["200": one], parameters: [identity],
                    body: .object(["type": "object", "required": .array(["version"]), "properties": .object(["version": version, "values": values])])),
            ]),
        ]
        for move in shape.workflow?.moves ?? [] {
            let inputs = Dictionary((move.inputs + move.offered).compactMap { name in shape[field: name].map { (name, value($0.spec)) } }) { first, _ in first }
            let body: JSON = .object([
                "type": "object", "required": .array(move.needsReason ? ["version", "reason"] : ["version"]),
                "properties": .object(["version": version, "values": .object(["type": "object", "properties": .object(inputs)]), "reason": .object(["type": "string", "maxLength": .integer(500)])]),
            ])
            paths["\(base)/{id}/moves/\(move.name)"] = .object(["post": operation(shape, move.name, answers: ["200": one], parameters: [identity], body: body)])
        }
        return paths
    }

    private static func operation(_ shape: EntityShape, _ name: String, answers: [String: JSON], parameters: [JSON] = [], body: JSON? = nil) -> JSON {
        var responses = answers.mapValues { content($0, "done") }
        for status in ["400", "401", "403", "404", "409", "413", "422"] { responses[status] = content(reference("Refusal"), "refused") }
        var operation: [String: JSON] = [
            "operationId": .string("\(shape.name).\(name)"), "tags": .array([.string(shape.englishLabel)]), "parameters": .array(parameters), "responses": .object(responses),
        ]
        if let body { operation["requestBody"] = .object(["required": .bool(true), "content": .object(["application/json": .object(["schema": body])])]) }
        return .object(operation)
    }

    private static func content(_ schema: JSON, _ description: String) -> JSON {
        .object(["description": .string(description), "content": .object(["application/json": .object(["schema": schema])])])
    }

    private static func reference(_ name: String) -> JSON { .object(["$ref": .string("#/components/schemas/\(name)")]) }

    private static func query(_ name: String, _ type: String) -> JSON {
        .object(["name": .string(name), "in": "query", "schema": .object(["type": .string(type)])])
    }

    private static let identity: JSON = .object(["name": "id", "in": "path", "required": .bool(true), "schema": .object(["type": "integer", "format": "int64"])])

    private static let refusal: JSON = .object([
        "type": "object", "required": .array(["error"]),
        "properties": .object(["error": .object(["type": "object", "required": .array(["message"]), "properties": .object(["message": .object(["type": "string"])])])]),
    ])

    private static func record(_ shape: EntityShape) -> JSON {
        let values = Dictionary(shape.fields.filter(\.spec.kind.isStored).map { ($0.name, value($0.spec)) }) { first, _ in first }
        return .object([
            "type": "object", "description": .string(shape.label), "required": .array(["id", "version"]),
            "properties": .object(["id": .object(["type": "integer"]), "version": .object(["type": "integer"]), "values": .object(["type": "object", "properties": .object(values)])]),
        ])
    }

    private static func value(_ spec: FieldSpec) -> JSON {
        var schema: [String: JSON] = ["description": .string(spec.label.description), "nullable": .bool(true)]
        switch spec.kind {
        case .integer(let range):
            schema["type"] = "integer"
            (schema["minimum"], schema["maximum"]) = (.integer(Int64(range.lowerBound)), .integer(Int64(range.upperBound)))
        case .reference: schema["type"] = "integer"
        case .flag: schema["type"] = "boolean"
        case .date: (schema["type"], schema["format"]) = ("string", "date")
        case .time: (schema["type"], schema["format"]) = ("string", "date-time")
        case .choice(let options), .state(let options):
            schema["type"] = "string"
            schema["enum"] = .array(options.map { .string($0.code) } + [.null])
        case .text(let max), .longText(let max): (schema["type"], schema["maxLength"]) = ("string", .integer(Int64(max)))
        default: schema["type"] = "string"
        }
        return .object(schema)
    }
}
