import Archive
import HTTPTypes
import Hummingbird
import Runtime

/// `GET /api/studies/{study}/export?series=UID&anonymous=true`: a ZIP as it is put on a medium (PS3.10 8): DICOMDIR and the files it lists, all
/// series or the ones that are named. With `anonymous`, the patient's identity is taken out by the Basic Application Level Confidentiality
/// Profile of PS3.15; pixels stay as they are.
public struct ExportRoutes: Sendable {
    let archive: Archive
    let audit: AuditTrail
    let patients = PatientsOfStudies()

    public init(archive: Archive, audit: AuditTrail) {
        self.archive = archive
        self.audit = audit
    }

    public func add(to guarded: GuardedRoutes) {
        guarded.group("/api/studies/:study", demanding: .viewStudies).get("export") { request, context in
            let query = try QueryString(request.uri.query)
            guard let study = try Resource(context.parameters).study else { throw HTTPError(.badRequest) }
            let series = query.list("series"), isAnonymous = try query.bool("anonymous") ?? false
            guard series.allSatisfy(\.isUIDText) else { throw DICOMwebError(.badRequest, "series is no UID") }
            return try await offload {
                let instances = try archive.instances(in: ArchiveScope(studies: [study], series: series))
                guard !instances.isEmpty else { throw DICOMwebError(.notFound, "there is no study \(study), or none of these series in it") }
                try note(study, instances.count, isAnonymous, by: context.actor)
                let export = StudyExport(archive: archive, instances: instances, deidentification: isAnonymous ? Deidentification() : nil)
                var response = try Answer.single(MediaType("application", "zip"), [.streamed { try export.write(to: $0) }])
                // The name of an anonymous file gives no UID away.
                response.headers[.contentDisposition] = "attachment; filename=\"\(isAnonymous ? "anonymous" : study).zip\""
                return response
            }
        }
    }

    private func note(_ study: String, _ count: Int, _ isAnonymous: Bool, by actor: Actor) throws {
        let detail = "\(count) objects\(isAnonymous ? ", anonymous" : "")"
        try audit.append(
            AuditEvent("study.export", by: actor, on: "study", study, patientID: patients.patientID(of: study, in: archive), detail: detail))
    }
}

/// Writes a medium as a ZIP, file after file; the directory comes last, when all is known.
struct StudyExport: Sendable {
    let archive: Archive
    let instances: [StoredInstance]
    let deidentification: Deidentification?

    func write(to send: (UnsafeRawBufferPointer) throws -> Void) throws {
        var zip = ZIPWriter(), directory = MediaDirectory()
        var series = 0
        for (number, instance) in instances.enumerated() {
            if number == 0 || instances[number - 1].seriesInstanceUID != instance.seriesInstanceUID { series += 1 }
            let object = try ExportedObject(archive.open(instance), deidentification)
            let file = ["DICOM", Self.name("S", series), Self.name("I", number + 1)]
            try zip.begin(file.joined(separator: "/"), to: send)
            try object.write { try zip.append($0, to: send) }
            try zip.end(to: send)
            directory.add(object, file: file)
        }
        try zip.begin("DICOMDIR", to: send)
        try directory.encoded().withUnsafeBytes { try zip.append($0, to: send) }
        try zip.end(to: send)
        try zip.finish(to: send)
    }

    /// A name of 8 characters.
    private static func name(_ letter: String, _ number: Int) -> String {
        let digits = String(number)
        return letter + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }
}
