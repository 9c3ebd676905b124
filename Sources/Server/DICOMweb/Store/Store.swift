import Archive
import DICOM
import HTTPTypes
import Hummingbird
import NIOCore

/// STOW-RS (PS3.18 10.5): objects into the archive, part by part, as they arrive. An object that is named in the answer as stored
/// survives a power cut.
struct Store: Sendable {
    let web: DICOMweb

    private static let reports = [MediaType("application", "dicom+json"), MediaType("application", "json")]
    /// What is gathered before it is handed to a thread that may block.
    private static let handful = 256 << 10

    func answer(_ request: Request, _ resource: ResourceRequest) async throws -> Response {
        guard let type = resource.accept.choose(mediaType: { $0 }, from: { range in Self.reports.filter(range.covers) }) else {
            throw DICOMwebError.notAcceptable("the report of a store")
        }
        let parser = try Self.parser(for: request.headers[.contentType])
        let archive = web.archive, study = resource.resource.study
        let upload = try await offload {
            let deposit = try archive.deposit(from: Deposit.Origin(callingAE: "", peer: resource.actor.origin))
            deposit.requiredStudy = study
            return StoreUpload(into: deposit, parser: parser)
        }
        do {
            try await receive(request.body, into: upload)
        } catch let error as MultipartParser.Malformed {
            note(upload.report, by: resource)
            throw DICOMwebError(.badRequest, error.message + (upload.report.stored.isEmpty ? "" : "; \(upload.report.stored.count) objects before that are stored"))
        }
        note(upload.report, by: resource)
        let report = upload.report
        return Answer.json(
            report.dataSet(resource).json(), as: type.name, acceptsGzip: resource.acceptsGzip, status: report.status)
    }

    private func receive(_ body: RequestBody, into upload: StoreUpload) async throws {
        var gathered = ByteBuffer()
        for try await var buffer in body {
            gathered.writeBuffer(&buffer)
            if gathered.readableBytes >= Self.handful {
                let full = gathered
                try await offload { try upload.consume(full) }
                gathered = ByteBuffer()
            }
        }
        let last = gathered
        try await offload {
            try upload.consume(last)
            try upload.finish()
        }
    }

    /// - Returns: nil for one object by itself.
    /// - Throws: `DICOMwebError` 415 for what is no DICOM object, 400 for multipart without a boundary.
    private static func parser(for header: String?) throws -> MultipartParser? {
        guard let type = header.flatMap({ MediaType($0) }) else { throw unsupported(header) }
        if type.name == "application/dicom" { return nil }
        guard type.name == "multipart/related", type.root.map({ $0.name == "application/dicom" }) ?? true else { throw unsupported(header) }
        guard let parser = type["boundary"].flatMap({ MultipartParser(boundary: $0) }) else {
            throw DICOMwebError(.badRequest, "the Content-Type names no boundary of 1 to 70 characters")
        }
        return parser
    }

    private static func unsupported(_ header: String?) -> DICOMwebError {
        DICOMwebError(
            .unsupportedMediaType,
            "objects come as multipart/related; type=\"application/dicom\" or as application/dicom, not as “\(header ?? "")”")
    }

    private func note(_ report: StoreReport, by request: ResourceRequest) {
        for study in report.studies {
            let count = report.stored.count { $0.studyInstanceUID == study }
            web.record.stored(study: study, count: count, refused: report.refused.count, by: request.actor)
        }
        if report.studies.isEmpty, !report.refused.isEmpty {
            web.record.stored(study: request.resource.study ?? "", count: 0, refused: report.refused.count, by: request.actor)
        }
    }
}
