import Archive
import HTTPTypes
import Hummingbird
import Runtime

/// `/api/archive`, `/api/trash` and `/api/studies`: how full the archive is, and what was deleted from it.
public struct ArchiveRoutes: Sendable {
    let archive: Archive
    let audit: AuditTrail

    public init(archive: Archive, audit: AuditTrail) {
        self.archive = archive
        self.audit = audit
    }

    private struct Statistics: Encodable {
        let studies, series, instances: Int
        let bytes, freeBytes: Int64
        let conflicts, quarantined, trashedStudies: Int

        init(_ statistics: ArchiveStatistics) {
            (studies, series, instances) = (statistics.studies, statistics.series, statistics.instances)
            (bytes, freeBytes) = (statistics.bytes, statistics.freeBytes)
            (conflicts, quarantined) = (statistics.conflicts, statistics.quarantined)
            trashedStudies = statistics.trashedStudies
        }
    }

    private struct Trashed: Encodable {
        let studyInstanceUID, patientName, patientID, studyDate, description: String
        let instances: Int
        let bytes: Int64
        /// Milliseconds since 1970, UTC.
        let trashed: Int64

        init(_ study: TrashedStudy) {
            studyInstanceUID = study.studyInstanceUID
            (patientName, patientID) = (study.patientName, study.patientID)
            (studyDate, description) = (study.studyDate, study.description)
            (instances, bytes) = (study.instances, study.bytes)
            trashed = study.trashed
        }
    }

    public func add(to guarded: GuardedRoutes) {
        guarded.group("/api/archive", demanding: .manageArchive).get { _, _ in
            JSONAnswer(content: Statistics(try await offload { try archive.statistics() }))
        }
        guarded.group("/api/trash", demanding: .deleteStudies).get { _, _ in
            JSONAnswer(content: try await offload { try archive.trashedStudies() }.map(Trashed.init))
        }
        let studies = guarded.group("/api/studies/:study", demanding: .deleteStudies)
        studies.post("trash") { _, context in try await change(.studyDelete, context) { try archive.trash(study: $0) } }
        studies.post("restore") { _, context in try await change(.studyRestore, context) { try archive.restore(study: $0) } }
    }

    /// Deletions are written into the audit at once, before anyone is told that they were done.
    private func change(
        _ action: AuditAction, _ context: SignedInContext, _ body: @escaping @Sendable (String) throws -> Void
    ) async throws -> HTTPResponse.Status {
        guard let study = try Resource(context.parameters).study else { throw HTTPError(.badRequest) }
        try await offload {
            try body(study)
            try audit.append(AuditEvent(action, by: context.actor, on: "study", study))
        }
        return .noContent
    }
}
