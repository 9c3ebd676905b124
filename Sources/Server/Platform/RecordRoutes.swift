import HTTPTypes
import Hummingbird
import Runtime

/// `/api/records/{entity}`: the records of every declared entity, each with the same verbs and the same refusals.
public struct RecordRoutes: Sendable {
    let records: Records

    public init(records: Records) { self.records = records }

    private struct New: Decodable {
        let values: [String: JSON]
        /// Where it belongs, for whoever works at several houses.
        let organization: Int64?
    }

    private struct Change: Decodable {
        let version: Int
        let values: [String: JSON]?
        let reason: String?
    }

    public func add(to guarded: GuardedRoutes) {
        let routes = guarded.group("/api/records/:entity", demanding: .useSystems)
        routes.get { request, context in try await list(request, context) }
        routes.post { request, context in try await create(request, context) }
        routes.get(":id") { request, context in try await show(request, context) }
        routes.patch(":id") { request, context in try await change(request, context) }
        routes.post(":id/moves/:move") { request, context in try await move(request, context) }
        routes.get(":id/revisions") { request, context in try await revisions(request, context) }
        routes.post(":id/reveal") { request, context in try await reveal(request, context) }
        routes.get(":id/dossier") { request, context in try await dossier(request, context) }
        guarded.group("/api/pick/:entity", demanding: .useSystems).get { request, context in try await pick(request, context) }
    }

    private func list(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<JSON> {
        try await records.answer(request, context) { viewer in
            let shape = try shape(context)
            let page = try records.list(shape.name, try ListParameters(request, shape).query, for: viewer)
            let rows = page.rows.map { RecordAnswer(shape, $0, page.titles, viewer).json }
            return .object([
                "rows": .array(rows), "total": .integer(Int64(min(page.total, ListPage.countedTo))), "isMore": .bool(page.total > ListPage.countedTo),
            ])
        }
    }

    private func show(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<JSON> {
        try await records.answer(request, context) { viewer in
            let shape = try shape(context)
            let (row, titles) = try records.record(shape.name, try id(context), for: viewer)
            return RecordAnswer(shape, row, titles, viewer).json
        }
    }

    private func create(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<JSON> {
        let body = try await request.json(as: New.self)
        return try await records.answer(request, context, status: .created) { viewer in
            let shape = try shape(context)
            let row = try records.create(shape.name, body.values, at: body.organization, ChangeRequest(by: viewer, key: request.key))
            return try afterwards(row, shape, viewer)
        }
    }

    private func change(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<JSON> {
        let body = try await request.json(as: Change.self)
        return try await records.answer(request, context) { viewer in
            let shape = try shape(context)
            let row = try records.change(
                shape.name, try id(context), version: body.version, body.values ?? [:], ChangeRequest(by: viewer, key: request.key))
            return try afterwards(row, shape, viewer)
        }
    }

    private func move(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<JSON> {
        let body = try await request.json(as: Change.self)
        return try await records.answer(request, context) { viewer in
            let shape = try shape(context)
            let row = try records.move(
                shape.name, try id(context), try context.parameters.require("move"), version: body.version, writing: body.values ?? [:],
                reason: body.reason, ChangeRequest(by: viewer, key: request.key))
            return try afterwards(row, shape, viewer)
        }
    }

    /// The record as it now is. A step may have taken it out of its author's sight; then only its number and version are told.
    private func afterwards(_ row: Row, _ shape: EntityShape, _ viewer: Viewer) throws -> JSON {
        guard let (seen, titles) = try? records.record(shape.name, row.id, for: viewer) else {
            return .object(["id": .integer(row.id), "version": .integer(Int64(row.version))])
        }
        return RecordAnswer(shape, seen, titles, viewer).json
    }

    private func revisions(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<JSON> {
        try await records.answer(request, context) { viewer in
            let shape = try shape(context)
            return .array(try records.revisions(shape.name, try id(context), for: viewer).map { RevisionAnswer(shape, $0, viewer).json })
        }
    }

    private func dossier(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<JSON> {
        try await records.answer(request, context) { viewer in
            let shape = try shape(context)
            let chapters = try records.dossier(shape.name, try id(context), for: viewer)
            return .array(
                chapters.map { chapter in
                    .object([
                        "entity": .string(chapter.shape.name),
                        "rows": .array(chapter.rows.map { RecordAnswer(chapter.shape, $0, chapter.titles, viewer).json }),
                    ])
                })
        }
    }

    /// The record without masks, for a reason that is audited.
    private func reveal(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<JSON> {
        let body = try await request.json(as: Change.self)
        return try await records.answer(request, context) { viewer in
            let shape = try shape(context)
            let (row, titles) = try records.reveal(shape.name, try id(context), reason: body.reason ?? "", for: viewer)
            return RecordAnswer(shape, row, titles, viewer).json
        }
    }

    private func pick(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<JSON> {
        try await records.answer(request, context) { viewer in
            let text = request.uri.queryParameters["text"].map(String.init) ?? ""
            let found = try records.pick(try shape(context).name, text, for: viewer)
            return .array(found.map { .object(["id": .integer($0.id), "title": .string($0.title)]) })
        }
    }

    private func shape(_ context: SignedInContext) throws -> EntityShape {
        guard let shape = records.catalogue[entity: try context.parameters.require("entity")] else { throw RecordRefusal.absent }
        return shape
    }

    private func id(_ context: SignedInContext) throws -> Int64 {
        guard let id = Int64(try context.parameters.require("id")) else { throw RecordRefusal.absent }
        return id
    }
}

extension Request {
    /// Made anew for each click, so that a click sent twice is done once.
    var key: String? { headers[HTTPField.Name("Idempotency-Key")!] }
}
