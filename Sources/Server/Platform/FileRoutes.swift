import HTTPTypes
import Hummingbird
import NIOCore
import Runtime

/// `/api/export`, `/api/print` and `/api/reports`: lists as files, records on paper, questions about many records.
public struct FileRoutes: Sendable {
    let records: Records

    public init(records: Records) { self.records = records }

    public func add(to guarded: GuardedRoutes) {
        guarded.group("/api/export/:file", demanding: .useSystems).get { request, context in try await export(request, context) }
        guarded.group("/api/print/:entity/:id/:sheet", demanding: .useSystems).get { request, context in try await print(request, context) }
        guarded.group("/api/reports/:entity/:report", demanding: .useSystems).get { request, context in try await report(request, context) }
    }

    /// `/api/export/referral.xlsx?state=closed`
    private func export(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let parts = try context.parameters.require("file").split(separator: ".").map(String.init)
        return try await file(request, context) { viewer in
            guard parts.count == 2, let shape = records.catalogue[entity: parts[0]], let format = ExportedList.Format(rawValue: parts[1]) else {
                throw RecordRefusal.absent
            }
            let bytes = try records.export(shape.name, try ListParameters(request, shape).query, as: format, for: viewer)
            let type = format == .csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            return (bytes, type, "attachment; filename=\"\(shape.name).\(format.rawValue)\"")
        }
    }

    /// `/api/print/referral/12/form.pdf`
    private func print(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let entity = try context.parameters.require("entity"), id = Int64(try context.parameters.require("id"))
        let sheet = try context.parameters.require("sheet").split(separator: ".").map(String.init)
        return try await file(request, context) { viewer in
            guard let id, sheet.count == 2, sheet[1] == "pdf" else { throw RecordRefusal.absent }
            return (try records.print(entity, id, sheet[0], for: viewer), "application/pdf", "inline; filename=\"\(entity)-\(id).pdf\"")
        }
    }

    private func file(
        _ request: Request, _ context: SignedInContext, _ body: @escaping @Sendable (Viewer) throws -> (bytes: [UInt8], type: String, disposition: String)
    ) async throws -> Response {
        let made = try await records.work(request, context, body)
        return Response(
            status: .ok, headers: [.contentType: made.type, .contentDisposition: made.disposition], body: .init(byteBuffer: ByteBuffer(bytes: made.bytes)))
    }

    /// `/api/reports/referral/state?from=2026-05-01&to=2026-05-31`
    private func report(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<JSON> {
        let entity = try context.parameters.require("entity"), name = try context.parameters.require("report")
        let parameters = request.uri.queryParameters
        return try await records.answer(request, context) { viewer in
            guard let from = Day(String(parameters["from"] ?? "")), let to = Day(String(parameters["to"] ?? "")), let period = Period(from: from, to: to) else {
                throw RecordRefusal.invalid([Objection("请选择起止日期", "name the first and the last day", field: "from")])
            }
            return ReportAnswer(try records.report(entity, name, period, for: viewer), viewer).json
        }
    }
}

/// A report with its keys in words, and for each line the conditions under which its rows are listed.
struct ReportAnswer {
    let json: JSON

    init(_ table: ReportTable, _ viewer: Viewer) {
        let groups = table.report.groups.compactMap { table.shape[field: $0] }
        let digits = table.report.sum.flatMap { table.shape[field: $0] }.map(\.spec)
        func amount(_ value: Int64) -> JSON { digits?.json(of: .integer(value)) ?? .integer(value) }
        let lines: [JSON] = table.lines.map { line in
            var conditions: [String: JSON] = [:]
            for (field, key) in zip(groups, line.keys) where !key.isNull { conditions[field.name] = field.spec.json(of: key) }
            let labels = zip(groups, line.keys).map { field, key -> JSON in
                if case .reference(let target) = field.spec.kind, let id = key.integer { return JSON(table.titles[EntityShape.of(target).name, id]) }
                return JSON(field.spec.words(for: key, language: viewer.language))
            }
            return .object([
                "labels": .array((line.month.map { [.string($0)] } ?? []) + labels), "conditions": .object(conditions),
                "value": amount(line.value), "last": amount(line.last), "year": amount(line.year),
            ])
        }
        let month = table.report.isMonthly ? [JSON.string(Phrase("月份", "Month").text(in: viewer.language))] : []
        json = .object([
            "groups": .array(month + groups.map { .string($0.label(in: viewer.language)) }), "lines": .array(lines), "time": .string(table.report.time),
        ])
    }
}

extension HTTPField.Name {
    fileprivate static let contentDisposition = HTTPField.Name("Content-Disposition")!
}
