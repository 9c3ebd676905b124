import ECG
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Paper
import Recorders
import Runtime

/// Reports on ECGs and the words they are written with:
///
/// - `GET`, `PUT /api/ecg/readings/{id}/report`: a PUT says which revision it builds on; 409 where another was saved since.
/// - `POST …/report/submit`, `/review`, `/return`: from draft to review.
/// - `GET …/report.pdf`, `.jpg`, `.dcm`: the page with the conclusion; DICOM is an Encapsulated PDF.
/// - `GET /api/ecg/reports?recordings=1,2,3`: the states of reports.
/// - `GET`, `POST`, `DELETE /api/ecg/phrases`.
public struct ECGReportRoutes: Sendable {
    let shelf: ECGShelf
    let reports: ECGReportStore
    let audit: AuditTrail

    private struct Draft: Decodable {
        let conclusion: String
        let corrected: [String: Double]
        let revision: Int
    }

    private struct Seen: Decodable { let revision: Int }

    private struct States: Encodable { let states: [String: ECGReport.State] }

    private struct Phrases: Encodable { let phrases: [ECGPhrase] }

    /// Recordings that one question asks about.
    private static let mostAsked = 500

    public init(store: RecordingStore, reports: ECGReportStore, audit: AuditTrail) {
        shelf = ECGShelf(store: store)
        self.reports = reports
        self.audit = audit
    }

    public func add(to guarded: GuardedRoutes) {
        let reading = guarded.group("/api/ecg", demanding: .viewStudies), writing = guarded.group("/api/ecg", demanding: .writeReports)
        reading.get("readings/:recording/report") { _, context in
            let id = try ECGParameters.recording(context)
            return JSONAnswer(content: try await offload { try reports.report(on: id) })
        }
        for kind in ["pdf", "jpg", "dcm"] {
            reading.get(RouterPath("readings/:recording/report.\(kind)")) { request, context in try await print(request, context, as: kind) }
        }
        reading.get("reports") { request, _ in try await states(request) }
        reading.get("phrases") { _, _ in JSONAnswer(content: Phrases(phrases: try await offload { try reports.phrases() })) }
        writing.put("readings/:recording/report") { request, context in try await save(request, context) }
        for move in ECGReport.Move.allCases {
            writing.post(RouterPath("readings/:recording/report/\(move.rawValue)")) { request, context in
                try await take(move, request, context)
            }
        }
        writing.post("phrases") { request, _ in
            let phrase = try await request.json(as: ECGPhrase.self)
            try await offload { try refusing { try reports.add(phrase) } }
            return HTTPResponse.Status.noContent
        }
        writing.delete("phrases") { request, _ in
            let phrase = try await request.json(as: ECGPhrase.self)
            try await offload { try reports.remove(phrase.kind, phrase.text) }
            return HTTPResponse.Status.noContent
        }
    }

    private func save(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<ECGReport> {
        let id = try ECGParameters.recording(context), draft = try await request.json(as: Draft.self)
        return JSONAnswer(content: try await offload {
            _ = try shelf.decoded(id)
            return try refusing {
                try reports.save(draft.conclusion, corrected: draft.corrected, on: id, seen: draft.revision, by: Self.signature(context)) {
                    try audit.append(AuditEvent("ecg.report.save", by: context.actor, on: "ecg", String(id)), to: $0)
                }
            }
        })
    }

    private func take(_ move: ECGReport.Move, _ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<ECGReport> {
        let id = try ECGParameters.recording(context), seen = try await request.json(as: Seen.self).revision
        return JSONAnswer(content: try await offload {
            try refusing {
                try reports.move(id, move, seen: seen, by: Self.signature(context)) {
                    try audit.append(
                        AuditEvent(AuditAction(rawValue: "ecg.report.\(move.rawValue)"), by: context.actor, on: "ecg", String(id)), to: $0)
                }
            }
        })
    }

    private func states(_ request: Request) async throws -> JSONAnswer<States> {
        let ids = (request.uri.queryParameters["recordings"] ?? "").split(separator: ",").prefix(Self.mostAsked).compactMap { Int64($0) }
        let states = try await offload { try reports.states(of: ids) }
        return JSONAnswer(content: States(states: Dictionary(uniqueKeysWithValues: states.map { (String($0.key), $0.value) })))
    }

    private func print(_ request: Request, _ context: SignedInContext, as kind: String) async throws -> Response {
        let id = try ECGParameters.recording(context), wanted = try ECGParameters(request)
        let bytes = try await offload { try file(of: id, wanted, as: kind) }
        audit.note(AuditEvent("ecg.report.print", by: context.actor, on: "ecg", String(id), detail: kind))
        return Response(status: .ok, headers: [.contentType: kind.mediaType], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func file(of id: Int64, _ wanted: ECGParameters, as kind: String) throws -> [UInt8] {
        let recording = try shelf.decoded(id), report = try reports.report(on: id)
        let document = ECGDocument(recording, try shelf.analysis(id), report: report, wanted)
        let bytes = try Paper.render(document.page(from: wanted.start), as: kind.paperFormat, description: document.description)
        guard kind == "dcm" else { return bytes }
        return try EncapsulatedReport.write(
            bytes, title: document.description.title ?? "", facts: recording.facts, time: report.reviewedAt ?? report.writtenAt)
    }

    /// The name under which someone signs.
    private static func signature(_ context: SignedInContext) -> String {
        context.principal.displayName.isEmpty ? context.principal.name : context.principal.displayName
    }

    /// The reports' refusals as answers.
    private func refusing<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let refusal as ECGReportRefusal {
            switch refusal {
            case .outdated: throw HTTPError(.conflict, message: "someone else changed this report")
            case .wrongState(let state): throw HTTPError(.conflict, message: "a report that is \(state.rawValue) does not allow this")
            case .empty: throw HTTPError(.badRequest, message: "there is no text")
            case .tooLong: throw HTTPError(.contentTooLarge, message: "the text is too long")
            }
        }
    }
}
