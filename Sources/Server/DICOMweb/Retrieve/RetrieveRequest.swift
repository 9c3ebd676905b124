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

    func instance(_ request: ResourceRequest) throws -> StoredObject {
        guard let study = request.resource.study, let series = request.resource.series, let uid = request.resource.instance else {
            return try archive.open(instances(request)[0])
        }
        guard let found = try archive.instance(uid, series: series, study: study) else { throw notFound(request) }
        try note(study, by: request)
        return try archive.open(found)
    }

    /// The instance of a request that can be answered without waiting for a disk, and whose study's reader is known to be noted so too.
    func instanceAtHand(_ request: ResourceRequest) throws -> StoredObject? {
        guard let study = request.resource.study, let series = request.resource.series, let uid = request.resource.instance,
            patients.isKnown(study)
        else { return nil }
        return try archive.instanceAtHand(uid, series: series, study: study, atMost: StreamedBody.chunk)
    }

    func notFound(_ request: ResourceRequest) -> DICOMwebError { DICOMwebError(.notFound, "there is no \(request.resource.name)") }

    /// A viewer fetches a study in hundreds of requests; its patient is looked up once for as long as it is remembered.
    func note(_ study: String, by request: ResourceRequest) throws {
        record.read(study: study, patientID: try patients.patientID(of: study, in: archive), by: request)
    }
}
