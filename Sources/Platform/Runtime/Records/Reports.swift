internal import Database

/// One line of a report: what it counts, now, in the period before, and a year ago.
public struct ReportLine: Sendable {
    /// The values of the groups in their order; a month as text behind them where the report is by month.
    public let keys: [Value]
    public let month: String?
    public internal(set) var value: Int64 = 0
    public internal(set) var last: Int64 = 0
    public internal(set) var year: Int64 = 0
}

public struct ReportTable: Sendable {
    public let shape: EntityShape
    public let report: ReportShape
    public let lines: [ReportLine]
    public let titles: Titles
}

/// A span of whole days, both ends included.
public struct Period: Sendable {
    public let from: Day
    public let to: Day

    public init?(from: Day, to: Day) {
        guard from <= to else { return nil }
        self.from = from
        self.to = to
    }

    var days: Int { Int((to.start.milliseconds - from.start.milliseconds) / 86_400_000) + 1 }

    /// As many days, just before.
    var before: Period? { Period(from: from.adding(days: -days), to: from.adding(days: -1)) }

    /// The same days of last year; 29 February becomes the 28th.
    var yearAgo: Period? {
        func back(_ day: Day) -> Day? { Day(year: day.year - 1, month: day.month, day: day.day) ?? Day(year: day.year - 1, month: 2, day: 28) }
        guard let from = back(from), let to = back(to) else { return nil }
        return Period(from: from, to: to)
    }
}

extension Records {
    /// A declared report over what the viewer may see.
    public func report(_ entity: String, _ name: String, _ period: Period, for viewer: Viewer) throws -> ReportTable {
        let table = try table(entity)
        let shape = table.shape
        guard shape.mayEver(.see, viewer) else { throw refused(.see, shape, viewer) }
        guard let report = shape.reports.first(where: { $0.name == name }) else { throw RecordRefusal.absent }
        return try database.read { connection in
            var lines: [LineKey: ReportLine] = [:]
            let spans: [(Period?, WritableKeyPath<ReportLine, Int64>)] = [(period, \.value), (period.before, \.last), (period.yearAgo, \.year)]
            for (place, (span, slot)) in spans.enumerated() {
                guard let span else { continue }
                for (key, amount) in try sums(report, table, span, viewer, connection) {
                    // Months differ between the periods; only the one asked for is told by month.
                    guard place == 0 || key.month == nil else { continue }
                    lines[key, default: ReportLine(keys: key.keys, month: key.month)][keyPath: slot] += amount
                }
            }
            let sorted = lines.sorted { ($0.key.month ?? "", -$0.value.value) < ($1.key.month ?? "", -$1.value.value) }.map(\.value)
            let rows = sorted.map { line in Row(values: Dictionary(zip(report.groups, line.keys)) { first, _ in first }) }
            return ReportTable(shape: shape, report: report, lines: sorted, titles: try titles(for: rows, of: shape, viewer, connection))
        }
    }

    private struct LineKey: Hashable {
        let keys: [Value]
        let month: String?
    }

    private func sums(
        _ report: ReportShape, _ table: RecordTable, _ period: Period, _ viewer: Viewer, _ connection: any SQLConnection
    ) throws -> [(LineKey, Int64)] {
        guard let time = table[report.time] else { return [] }
        let span: Filter = time.isNumber
            ? .between(report.time, .integer(period.from.start.milliseconds), .integer(period.to.adding(days: 1).start.milliseconds - 1))
            : .between(report.time, .text(period.from.description), .text(period.to.description))
        var sql = FilterSQL(table, cipher)
        let condition = sql.condition(.and([table.shape.filter(.see, for: viewer), span]))
        let groups = report.groups.compactMap { table[$0]?.quoted }
        // Days since 1970 in China: the one way to divide time that both engines write alike.
        let day = time.isNumber ? "(\(time.quoted) + 28800000) / 86400000" : "SUBSTR(\(time.quoted), 1, 7)"
        let columns = groups + (report.isMonthly ? [day] : [])
        let amount = report.sum.flatMap { table[$0]?.quoted }.map { "COALESCE(SUM(\($0)), 0)" } ?? "COUNT(*)"
        let places = (1...max(1, columns.count)).map(String.init).joined(separator: ", ")
        let grouping = columns.isEmpty ? "" : "GROUP BY \(places)"
        let rows = try connection.query(
            "SELECT \((columns + [amount]).joined(separator: ", ")) FROM \"\(table.name)\" WHERE \(condition) \(grouping)", sql.arguments)
        return rows.map { row in
            let keys = groups.indices.map { Value(row[$0]) }
            return (LineKey(keys: keys, month: report.isMonthly ? Self.month(row[groups.count]) : nil), row.int64(columns.count))
        }
    }

    private static func month(_ value: SQLValue) -> String? {
        switch value {
        case .integer(let days): String(Day(of: Moment(milliseconds: days * 86_400_000)).description.prefix(7))
        case .text(let month): month
        default: nil
        }
    }
}

extension Value {
    init(_ value: SQLValue) {
        switch value {
        case .integer(let number): self = .integer(number)
        case .text(let text): self = .text(text)
        case .real(let number): self = .integer(Int64(number))
        case .null, .blob: self = .null
        }
    }
}
