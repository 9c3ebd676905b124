import Archive
import Runtime

/// What DICOMweb clients do, in the access audit. Noting never waits for the disk.
struct AccessRecord: Sendable {
    let audit: AuditTrail

    /// Queries are noted with what was asked, shortened: a trail is no place for a page of parameters.
    func queried(_ level: Query.Level, by request: ResourceRequest) {
        let asked = request.query.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        audit.note(
            AuditEvent(.studyQuery, by: request.actor, on: "study", request.resource.study ?? "", detail: "\(level.term) \(asked.prefix(400))"))
    }

    func read(study: String, patientID: String?, by request: ResourceRequest) {
        audit.note(AuditEvent(.studyRead, by: request.actor, on: "study", study, patientID: patientID))
    }

    func stored(study: String, count: Int, refused: Int, by actor: Actor) {
        let detail = refused == 0 ? "\(count) objects" : "\(count) objects, \(refused) refused"
        audit.note(AuditEvent(.studyStore, by: actor, on: "study", study, outcome: count == 0 ? .failed : .done, detail: detail))
    }
}
