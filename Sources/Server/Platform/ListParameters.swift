import Foundation
import Hummingbird
import Runtime

/// What a list's address asks for: `?text=zs&state=submitted,returned&from=3&createdAt=2026-05-01..2026-05-31&sort=-appointment&page=2`.
///
/// A field's name takes one value, several apart by commas, or a range with `..`, either end open; for text fields `~` asks for a part.
struct ListParameters {
    let query: ListQuery

    private static let own: Set<String> = ["text", "sort", "page", "size", "waiting", "view", "entity"]

    init(_ request: Request, _ shape: EntityShape) throws {
        let parameters = request.uri.queryParameters
        var filters: [Filter] = []
        for (key, value) in parameters where !Self.own.contains(String(key)) && !value.isEmpty {
            filters.append(try Self.filter(String(key), String(value), shape))
        }
        let sort = parameters["sort"].map(String.init) ?? ""
        query = ListQuery(
            text: String((parameters["text"] ?? "").prefix(100)), filter: .and(filters), sort: sort.hasPrefix("-") ? String(sort.dropFirst()) : sort,
            isDescending: sort.isEmpty || sort.hasPrefix("-"), page: min(Int(parameters["page"] ?? "") ?? 0, 100_000),
            size: Int(parameters["size"] ?? "") ?? 50, isWaiting: parameters["waiting"] == "true")
    }

    private static func filter(_ name: String, _ text: String, _ shape: EntityShape) throws -> Filter {
        let wrong = RecordRefusal.invalid([Objection("条件 \(name) 不正确", "the condition \(name) cannot be read", field: name)])
        guard let read = reader(name, shape) else { throw wrong }
        if text.hasPrefix("~") { return .contains(name, String(text.dropFirst())) }
        if let dots = text.range(of: "..") {
            let low = String(text[..<dots.lowerBound]), high = String(text[dots.upperBound...])
            let ends = [(low, false), (high, true)].map { $0.0.isEmpty ? nil : read($0.0, $0.1) }
            guard low.isEmpty || ends[0] != nil, high.isEmpty || ends[1] != nil else { throw wrong }
            return .between(name, ends[0] ?? nil, ends[1] ?? nil)
        }
        let values = text.split(separator: ",").compactMap { read(String($0), false) }
        guard !values.isEmpty, values.count == text.split(separator: ",").count else { throw wrong }
        return .among(name, values)
    }

    /// Reads a value of a field; a day that ends a range of times ends at its last millisecond.
    private static func reader(_ name: String, _ shape: EntityShape) -> ((String, Bool) -> Value?)? {
        func time(_ text: String, _ isEnd: Bool) -> Value? {
            if let day = Day(text) { return .integer(isEnd ? day.adding(days: 1).start.milliseconds - 1 : day.start.milliseconds) }
            return Moment(iso8601: text).map { .integer($0.milliseconds) }
        }
        if let system = SystemField(rawValue: name) {
            switch system {
            case .createdAt, .changedAt, .dueAt: return time
            case .createdBy, .changedBy: return { text, _ in .text(text) }
            case .ownerOrganization, .ownerDepartment: return { text, _ in Int64(text).map(Value.integer) }
            }
        }
        guard let field = shape[field: name], field.spec.kind.isStored else { return nil }
        if case .time = field.spec.kind { return time }
        return { text, _ in field.spec.value(of: .string(text)).flatMap { $0.isNull ? nil : $0 } }
    }
}
