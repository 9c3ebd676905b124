import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Recorders
import Runtime

/// `/api/ecg/recordings`: electrocardiograms as they came in.
///
/// - `GET ?search=&from=&to=&triage=&sort=receivedAt|recordedAt|patientName|heartRate&order=asc|desc&offset=&limit=`: `{"total", "recordings"}`
/// - `POST ?name=cart.scp`, the file as the body: 201 with its entry; 422 where it was kept but could not be read
/// - `GET {id}`: the entry; `{id}/file`: the bytes as they came; `{id}/samples`: the JSON of `yigong ecg convert --to json`
/// - `GET`, `POST {id}/reports?name=`, `GET {id}/reports/{report}`: PDF and JPEG that belong to it
/// - `GET events`: each recording as it arrives, server-sent
public struct RecordingRoutes: Sendable {
    let store: RecordingStore
    let audit: AuditTrail

    /// A day of twelve leads takes half as much.
    private static let mostBytes = 512 << 20

    public init(store: RecordingStore, audit: AuditTrail) {
        self.store = store
        self.audit = audit
    }

    public func add(to guarded: GuardedRoutes) {
        let reading = guarded.group("/api/ecg/recordings", demanding: .viewStudies)
        reading.get { request, _ in
            let query = try Self.query(request)
            return JSONAnswer(content: try await offload { try store.find(query) })
        }
        reading.get("events") { _, _ in events() }
        reading.get(":id") { _, context in JSONAnswer(content: try await entry(context)) }
        reading.get(":id/file") { _, context in
            let entry = try await entry(context)
            try await note(.studyRead, entry, context)
            let bytes = try await offload { try store.source(of: entry.id).bytes }
            return Self.download(bytes, type: "application/octet-stream", name: entry.name)
        }
        reading.get(":id/samples") { _, context in
            let entry = try await entry(context)
            try await note(.studyRead, entry, context)
            let bytes = try await readable { try store.file(of: entry.id).recording.encoded(as: .json) }
            return Self.answer(bytes, type: "application/json; charset=utf-8")
        }
        reading.get(":id/reports") { _, context in
            let entry = try await entry(context)
            return JSONAnswer(content: try await offload { try store.reports(of: entry.id) })
        }
        reading.get(":id/reports/:report") { _, context in
            let entry = try await entry(context)
            let number = try Self.number(context, "report")
            let (report, bytes) = try await found { try store.report(number) }
            guard report.recording == entry.id else { throw Refusal(.notFound, "there is no such report") }
            try await note(.studyRead, entry, context)
            return Self.answer(bytes, type: report.mediaType)
        }
        let storing = guarded.group("/api/ecg/recordings", demanding: .storeStudies)
        storing.post { request, context in try await keep(request, context) }
        storing.post(":id/reports") { request, context in try await attach(request, context) }
    }

    private struct Refused: Encodable {
        let error: ErrorBody.Detail
        let recording: StoredRecording
    }

    private func keep(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let bytes = try await body(request)
        guard !bytes.isEmpty else { throw Refusal(.invalid(field: "body"), "the file is empty") }
        let source = RecordingSource(bytes: bytes, name: Self.name(request))
        let origin = "upload \(context.principal.name)"
        let stored = try await offload { try store.keep(source, origin: origin) }
        try await note(.studyStore, stored, context)
        guard stored.state == .read else {
            let refused = Refused(error: ErrorBody(stored.fault ?? "the file cannot be read").error, recording: stored)
            return try JSONAnswer(status: .unprocessableContent, content: refused).response(from: request, context: context)
        }
        return try JSONAnswer(status: .created, content: stored).response(from: request, context: context)
    }

    private func attach(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<RecordingReport> {
        let entry = try await entry(context)
        let bytes = try await body(request)
        let name = Self.name(request)
        let origin = "upload \(context.principal.name)"
        let report = try await found { try store.attach(bytes, name: name, to: entry.id, origin: origin) }
        try await note(.studyStore, entry, context)
        return JSONAnswer(status: .created, content: report)
    }

    private func body(_ request: Request) async throws -> [UInt8] {
        [UInt8](try await request.body.collect(upTo: Self.mostBytes).readableBytesView)
    }

    private func entry(_ context: SignedInContext) async throws -> StoredRecording {
        let id = try Self.number(context, "id")
        guard let entry = try await offload({ try store.recording(id) }) else { throw Refusal(.notFound, "there is no recording \(id)") }
        return entry
    }

    private static func number(_ context: SignedInContext, _ name: String) throws -> Int64 {
        guard let number = Int64(try context.parameters.require(name)) else { throw Refusal(.notFound, "there is no such recording") }
        return number
    }

    private func note(_ action: AuditAction, _ entry: StoredRecording, _ context: SignedInContext) async throws {
        try await offload { try audit.append(AuditEvent(action, by: context.actor, on: "recording", String(entry.id))) }
    }

    /// What the store says is missing or of the wrong kind, as an answer.
    private func found<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        do {
            return try await offload(body)
        } catch let error as RecordingStoreError where error.kind == .missing {
            throw Refusal(.notFound, error.description)
        } catch let error as RecordingStoreError where error.kind == .unsupported {
            throw Refusal(.invalid(field: "body"), error.description)
        }
    }

    private func readable<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        do {
            return try await found(body)
        } catch let error as RecordingError {
            throw HTTPError(.unprocessableContent, message: error.description)
        }
    }

    /// File names are shown, never used as paths.
    private static func name(_ request: Request) -> String {
        let name = request.uri.queryParameters["name"].map(String.init) ?? "recording"
        return String(name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last?.prefix(200) ?? "recording")
    }

    private static func query(_ request: Request) throws -> RecordingQuery {
        let parameters = request.uri.queryParameters
        var query = RecordingQuery()
        query.search = parameters["search"].map(String.init) ?? ""
        query.from = parameters["from"].map(String.init)
        query.to = parameters["to"].map(String.init)
        query.triage = parameters["triage"].map(String.init)
        if let sort = parameters["sort"] {
            guard let order = RecordingQuery.Order(rawValue: String(sort)) else { throw Refusal(.invalid(field: "sort"), "recordings are not sorted by “\(sort)”") }
            query.order = order
        }
        query.isDescending = parameters["order"] != "asc"
        query.offset = parameters["offset"].flatMap { Int($0) } ?? 0
        query.limit = parameters["limit"].flatMap { Int($0) } ?? query.limit
        return query
    }

    private static func answer(_ bytes: [UInt8], type: String) -> Response {
        Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func download(_ bytes: [UInt8], type: String, name: String) -> Response {
        var response = answer(bytes, type: type)
        let safe = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._"))) ?? "recording"
        response.headers[.contentDisposition] = "attachment; filename*=UTF-8''\(safe)"
        return response
    }

    /// One `recording` for each that arrives.
    private func events() -> Response {
        EventStream.answer("recording", of: store.arrivals.stream()) { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    }
}
