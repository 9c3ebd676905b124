import Archive
import DICOM
import Synchronization

/// Whose studies are being read, for the audit: looked up once a study, remembered for the studies read last.
final class PatientsOfStudies: Sendable {
    private static let capacity = 4096
    private let known = Mutex<[String: String]>([:])

    func isKnown(_ study: String) -> Bool { known.withLock { $0[study] != nil } }

    func patientID(of study: String, in archive: Archive) throws -> String? {
        if let patient = known.withLock({ $0[study] }) { return patient }
        let query = Query(level: .study, keys: [.studyInstanceUID: .values([study])], returned: .listed([.patientID]), limit: 1)
        guard let patient = try archive.find(query).first?.attributes.string(.patientID) else { return nil }
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[study] = patient
        }
        return patient
    }
}
