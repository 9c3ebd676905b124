import Archive
import Hummingbird

/// What the retrieve resources share: finding instances, and noting who read them.
extension DICOMweb {
    /// The instances of a resource, noted as read.
    /// - Throws: `DICOMwebError` 404 where there are none.
    func instances(_ request: ResourceRequest) throws -> [StoredInstance] {
        let found = try archive.instances(in: request.resource.scope)
        guard let first = found.first else { throw notFound(request) }
        try note(first.studyInstanceUID, by: request)
        return found
    }

    func instance(_ request: ResourceRequest) throws -> StoredObject { try archive.open(instances(request)[0]) }

    func notFound(_ request: ResourceRequest) -> DICOMwebError { DICOMwebError(.notFound, "there is no \(request.resource.name)") }

    /// A viewer fetches a study in hundreds of requests; its patient is looked up once for as long as it is remembered.
    func note(_ study: String, by request: ResourceRequest) throws {
        record.read(study: study, patientID: try patients.patientID(of: study, in: archive), by: request)
    }
}
