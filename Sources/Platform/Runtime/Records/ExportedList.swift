internal import CXlsxWriter
import Foundation

/// A list as a file: every row that its viewer may see, in the words that they read.
public struct ExportedList: Sendable {
    public enum Format: String, Sendable { case csv, xlsx }

    /// More rows than this are no list to be read; reports are for those.
    public static let mostRows = 20_000

    let heading: String
    let columns: [String]
    let rows: [[String]]

    func bytes(_ format: Format) throws -> [UInt8] {
        switch format {
        case .csv: csv()
        case .xlsx: try xlsx()
        }
    }

    /// RFC 4180 with a byte order mark, by which Excel knows UTF-8. A cell that a spreadsheet would run as a formula gets an
    /// apostrophe before it.
    private func csv() -> [UInt8] {
        let lines = ([columns] + rows).map { $0.map(Self.cell).joined(separator: ",") }
        return [0xEF, 0xBB, 0xBF] + Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = isFormula && Double(text) == nil ? "'" + text : text
        return safe.contains { ",\"\r\n".contains($0) || $0 == "\r\n" } ? "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : safe
    }

    /// One sheet with a fixed heading and a filter. Cells are written as strings, which Excel never runs.
    private func xlsx() throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("list-\(UUID().uuidString).xlsx").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let book = workbook_new(path), let sheet = workbook_add_worksheet(book, sheetName) else { throw Refusal(.conflict, "the workbook cannot be made") }
        let bold = workbook_add_format(book)
        format_set_bold(bold)
        for (column, label) in columns.enumerated() {
            worksheet_write_string(sheet, 0, lxw_col_t(column), label, bold)
            worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width(column), nil)
        }
        for (row, cells) in rows.enumerated() {
            for (column, text) in cells.enumerated() where !text.isEmpty {
                worksheet_write_string(sheet, lxw_row_t(row + 1), lxw_col_t(column), String(text.prefix(32_000)), nil)
            }
        }
        worksheet_freeze_panes(sheet, 1, 0)
        if !columns.isEmpty { worksheet_autofilter(sheet, 0, 0, lxw_row_t(rows.count), lxw_col_t(columns.count - 1)) }
        let status = workbook_close(book)
        guard status == LXW_NO_ERROR, let bytes = FileManager.default.contents(atPath: path) else {
            throw Refusal(.conflict, "the workbook cannot be written (\(status.rawValue)): is the disk full?")
        }
        return [UInt8](bytes)
    }

    /// Excel takes 31 characters, none of those that stand in its references.
    private var sheetName: String { String(heading.filter { !"[]:*?/\\'".contains($0) }.prefix(31)) }

    /// Room for most of what a column holds; a Chinese character takes two.
    private func width(_ column: Int) -> Double {
        let widths = ([columns[column]] + rows.prefix(200).map { $0[column] }).map { text in text.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 2 : 1) } }
        return Double(min(max(8, (widths.max() ?? 8) + 2), 60))
    }
}

extension Records {
    /// The whole list that a query means, as a file; audited with the number of rows.
    public func export(_ entity: String, _ query: ListQuery, as format: ExportedList.Format, for viewer: Viewer) throws -> [UInt8] {
        let shape = try table(entity).shape
        guard shape.mayEver(.export, viewer) else { throw refused(.export, shape, viewer) }
        let fields = shape.fields.filter { $0.spec.kind.isStored }
        var rows: [[String]] = []
        var query = query
        query.size = ListQuery.largestPage
        for page in 0..<(ExportedList.mostRows / query.size) {
            query.page = page
            let found = try list(entity, query, for: viewer)
            rows += found.rows.map { row in fields.map { Self.words(row, $0, found.titles, viewer) } }
            if found.rows.count < query.size { break }
        }
        note("\(entity).export", shape, nil, viewer, outcome: .done, detail: "\(rows.count) rows as \(format.rawValue)")
        let heading = viewer.language == "en" ? shape.englishLabel : shape.label
        return try ExportedList(heading: heading, columns: fields.map { $0.label(in: viewer.language) }, rows: rows).bytes(format)
    }

    static func words(_ row: Row, _ field: EntityShape.Field, _ titles: Titles, _ viewer: Viewer) -> String {
        if case .reference(let target) = field.spec.kind, let id = row[field.name].integer { return titles[EntityShape.of(target).name, id] ?? "" }
        return field.spec.words(for: row[field.name], language: viewer.language) ?? ""
    }
}
