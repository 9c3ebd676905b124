import Foundation
import HTTPTypes
import Hummingbird
import Runtime

/// What the reading room keeps beside the archive:
///
/// - `GET`, `PUT /api/studies/{study}/annotations`: `{"revision": n, "annotations": […]}`. A PUT names the revision it builds on;
///   where another was saved since, the answer is 409 with that one.
/// - `GET`, `PUT /api/reading/choices/{name}`: what the account set up for itself, any JSON: its hanging protocols.
public struct ReadingRoutes: Sendable {
    let notes: ReadingNotes

    /// The largest body that is read.
    private static let mostBytes = 1024 * 1024

    public init(notes: ReadingNotes) { self.notes = notes }

    public func add(to guarded: GuardedRoutes) {
        let studies = guarded.group("/api/studies/:study/annotations", demanding: .viewStudies)
        studies.get { _, context in
            let study = try Self.study(context)
            return JSONAnswer(content: try await offload { try notes.shapes(of: study) })
        }
        studies.put { request, context in try await save(request, context) }
        let choices = guarded.group("/api/reading/choices/:name", demanding: .viewStudies)
        choices.get { _, context in try await choice(context) }
        choices.put { request, context in try await choose(request, context) }
    }

    private static func study(_ context: SignedInContext) throws -> String {
        guard let study = try Resource(context.parameters).study else { throw HTTPError(.badRequest) }
        return study
    }

    private func save(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<ReadingNotes.Revision> {
        let study = try Self.study(context)
        let bytes = try await request.body.collect(upTo: Self.mostBytes)
        let sent = try JSONDecoder().decode(ReadingNotes.Revision.self, from: Data(bytes.readableBytesView))
        let saving = try await offload { try notes.save(sent.annotations, of: study, after: sent.revision, by: context.actor) }
        switch saving {
        case .saved(let revision): return JSONAnswer(content: revision)
        case .outdated(let revision): return JSONAnswer(status: .conflict, content: revision)
        }
    }

    /// Names are of the viewer's making, and few.
    private static func name(_ context: SignedInContext) throws -> String {
        let name = try context.parameters.require("name")
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
        else { throw Refusal(.invalid(field: "name"), "a name has lower-case letters, digits and hyphens") }
        return name
    }

    private func choice(_ context: SignedInContext) async throws -> Response {
        let name = try Self.name(context)
        let content = try await offload { try notes.choice(name, of: context.principal.name) }
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: content ?? "null")))
    }

    private func choose(_ request: Request, _ context: SignedInContext) async throws -> HTTPResponse.Status {
        let name = try Self.name(context)
        let bytes = Data(try await request.body.collect(upTo: Self.mostBytes).readableBytesView)
        guard (try? JSONSerialization.jsonObject(with: bytes, options: .fragmentsAllowed)) != nil else {
            throw HTTPError(.badRequest, message: "the body is no JSON")
        }
        try await offload { try notes.choose(String(decoding: bytes, as: UTF8.self), for: name, of: context.principal.name) }
        return .noContent
    }
}
