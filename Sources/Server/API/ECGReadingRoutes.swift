import ECG
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Paper
import Recorders
import Runtime

/// What the reader of ECGs asks:
///
/// - `GET /api/ecg/readings/{id}`: facts, measurements, statements, beats, median beat.
/// - `GET /api/ecg/readings/{id}/wave?start=&seconds=&highPass=&lowPass=&notch=`: microvolts as 16-bit integers, least significant byte
///   first, lead after lead; -32768 where there is no sample.
/// - `GET /api/ecg/readings/{id}/page.pdf` (`.png`, `.jpg`, `.svg`): the page as it is set in the reader.
public struct ECGReadingRoutes: Sendable {
    let shelf: ECGShelf
    let audit: AuditTrail

    public init(store: RecordingStore, audit: AuditTrail) {
        shelf = ECGShelf(store: store)
        self.audit = audit
    }

    public func add(to guarded: GuardedRoutes) {
        let readings = guarded.group("/api/ecg/readings/:recording", demanding: .viewStudies)
        readings.get { _, context in try await reading(context) }
        readings.get("wave") { request, context in try await wave(request, context) }
        for kind in ["pdf", "png", "jpg", "svg"] {
            readings.get(RouterPath("page.\(kind)")) { request, context in try await page(request, context, as: kind) }
        }
    }

    private func reading(_ context: SignedInContext) async throws -> JSONAnswer<ECGReadingAnswer> {
        let id = try ECGParameters.recording(context)
        let answer = try await offload {
            let recording = try shelf.decoded(id)
            return ECGReadingAnswer(
                id: id, recording, try shelf.analysis(id), analysed: min(recording.duration, ECGShelf.longestAnalysis))
        }
        audit.note(AuditEvent("ecg.read", by: context.actor, on: "ecg", String(id), patientID: answer.facts.patientID))
        return JSONAnswer(content: answer)
    }

    private func wave(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try ECGParameters.recording(context), wanted = try ECGParameters(request)
        let bytes = try await offload { try Self.wave(of: shelf.decoded(id), wanted) }
        return Response(
            status: .ok, headers: [.contentType: "application/octet-stream"], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The stretch is filtered with its surroundings, so that it does not depend on where it was cut.
    private static func wave(of recording: Recording, _ wanted: ECGParameters) throws -> [UInt8] {
        let margin = 10.0
        let begin = max(0, wanted.start - margin)
        let (first, leads) = recording.stretch(from: begin, seconds: wanted.seconds + (wanted.start - begin) + margin)
        let filtered = try wanted.filter.apply(leads, sampleRate: recording.sampleRate)
        let from = Int((wanted.start * recording.sampleRate).rounded()) - first
        let count = Int((wanted.seconds * recording.sampleRate).rounded())
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 * count * filtered.count)
        for lead in filtered {
            for value in lead.dropFirst(from).prefix(count) {
                let sample = value.isFinite ? Int16(max(-32767, min(32767, value.rounded()))) : Int16.min
                withUnsafeBytes(of: sample.littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        return bytes
    }

    private func page(_ request: Request, _ context: SignedInContext, as kind: String) async throws -> Response {
        let id = try ECGParameters.recording(context), wanted = try ECGParameters(request)
        let bytes = try await offload {
            let document = ECGDocument(try shelf.decoded(id), try shelf.analysis(id), report: nil, wanted)
            return try Paper.render(document.page(from: wanted.start), as: kind.paperFormat, description: document.description)
        }
        audit.note(AuditEvent("ecg.print", by: context.actor, on: "ecg", String(id)))
        return Response(status: .ok, headers: [.contentType: kind.mediaType], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension ECGShelf {
    /// A recording, or the answer that says why there is none.
    func decoded(_ id: Int64) throws -> Recording {
        do {
            return try recording(id)
        } catch let error as RecordingStoreError where error.kind == .missing {
            throw HTTPError(.notFound, message: error.description)
        } catch let error as RecordingError {
            throw HTTPError(.unprocessableContent, message: error.description)
        }
    }
}

extension String {
    /// A file's kind by its extension.
    var paperFormat: Paper.Format {
        switch self {
        case "png": .png(dpi: 150)
        case "jpg": .jpeg(dpi: 200, quality: 90)
        case "svg": .svg
        default: .pdf
        }
    }

    var mediaType: String {
        switch self {
        case "png": "image/png"
        case "jpg": "image/jpeg"
        case "svg": "image/svg+xml"
        case "dcm": "application/dicom"
        default: "application/pdf"
        }
    }
}
