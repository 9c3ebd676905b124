import Archive
import HTTPTypes
import Hummingbird
import Runtime

/// `/api/aside`: objects that are kept but not shown, what they differ in, and what becomes of them.
public struct AsideRoutes: Sendable {
    let archive: Archive
    let audit: AuditTrail

    public init(archive: Archive, audit: AuditTrail) {
        self.archive = archive
        self.audit = audit
    }

    private struct Entry: Encodable {
        let id: Int64
        let reason, sopInstanceUID, callingAE, peer: String
        let bytes: Int64
        /// Milliseconds since 1970, UTC.
        let received: Int64

        init(_ object: AsideObject) {
            id = object.id
            (reason, sopInstanceUID) = (object.reason.rawValue, object.sopInstanceUID)
            (callingAE, peer) = (object.callingAE, object.peer)
            (bytes, received) = (object.length, object.received)
        }
    }

    private struct Comparison: Encodable {
        struct Difference: Encodable {
            let tag, attribute: String
            let shown, aside: String?
        }

        let patientName, patientID, studyDate, modality, studyDescription: String
        let isShown: Bool
        let hasOtherPixels: Bool?
        let differences: [Difference]

        init(_ comparison: AsideComparison) {
            (patientName, patientID) = (comparison.patientName, comparison.patientID)
            (studyDate, modality, studyDescription) = (comparison.studyDate, comparison.modality, comparison.studyDescription)
            (isShown, hasOtherPixels) = (comparison.isShown, comparison.hasOtherPixels)
            differences = comparison.differences.map {
                Difference(tag: $0.tag.description, attribute: $0.attribute, shown: $0.shown, aside: $0.aside)
            }
        }
    }

    public func add(to guarded: GuardedRoutes) {
        let routes = guarded.group("/api/aside", demanding: .manageArchive)
        routes.get { _, _ in JSONAnswer(content: try await offload { try archive.aside() }.map(Entry.init)) }
        routes.get(":id") { _, context in
            let id = try context.parameters.require("id", as: Int64.self)
            return JSONAnswer(content: Comparison(try await offload { try archive.compare(aside: id) }))
        }
        routes.post(":id/release") { _, context in
            try await change(.asideRelease, context) { _ = try archive.release(aside: $0) }
        }
        routes.delete(":id") { _, context in
            try await change(.asideRemove, context) { try archive.removeAside($0) }
        }
    }

    private func change(
        _ action: AuditAction, _ context: SignedInContext, _ body: @escaping @Sendable (Int64) throws -> Void
    ) async throws -> HTTPResponse.Status {
        let id = try context.parameters.require("id", as: Int64.self)
        try await offload {
            try body(id)
            try audit.append(AuditEvent(action, by: context.actor, on: "aside", String(id)))
        }
        return .noContent
    }
}
