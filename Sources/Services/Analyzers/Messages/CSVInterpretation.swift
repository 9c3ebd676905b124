import HL7

/// Reads a table of results: a row a result (columns for sample, code and value), or a row a sample with a column an analyte.
/// Comma, semicolon and tab separate; quotes follow RFC 4180.
struct CSVInterpretation {
    let bytes: [UInt8]
    let profile: InstrumentProfile

    private static let mostRows = 1_000_000

    func messages() throws(InterpretationError) -> [AnalyzerMessage] {
        let text = HL7Charset.decode(bytes, override: profile.charset).text
        let table = Self.rows(of: text, separator: Self.separator(of: text))
        guard let header = table.first, table.count > 1 else { throw InterpretationError("the table has a header or rows only") }
        guard table.count <= Self.mostRows else { throw InterpretationError("the table has \(table.count) rows") }
        let columns = Columns(header: header.map(\.trimmed), names: profile.columns ?? [:])
        guard columns["sample"] != nil else { throw InterpretationError("no column of the table is the sample's number: \(header.joined(separator: ", "))") }
        var found: [AnalyzerMessage] = []
        for row in table.dropFirst() where row.contains(where: { !$0.trimmed.isEmpty }) {
            let cells = row.map(\.trimmed)
            var message = message(of: cells, columns)
            if columns["code"] != nil {
                message.results = result(in: cells, columns).map { [$0] } ?? []
            } else {
                message.results = wideResults(in: cells, columns)
            }
            if let last = found.last, last.sample == message.sample, last.analysedAt == message.analysedAt, columns["code"] != nil,
                Set(last.results.map(\.code)).isDisjoint(with: message.results.map(\.code)) {
                found[found.count - 1].add(message)
            } else {
                found.append(message)
            }
        }
        return found
    }

    private struct Columns {
        let header: [String]
        private let positions: [String: Int]

        init(header: [String], names: [String: [String]]) {
            self.header = header
            var positions: [String: Int] = [:]
            for (meaning, spellings) in names {
                let wanted = Set(spellings.map { $0.lowercased() })
                positions[meaning] = header.firstIndex { wanted.contains($0.lowercased()) }
            }
            self.positions = positions
        }

        subscript(meaning: String) -> Int? { positions[meaning] }

        var used: Set<Int> { Set(positions.values) }

        func cell(_ meaning: String, in row: [String]) -> String { self[meaning].flatMap { $0 < row.count ? row[$0] : nil } ?? "" }
    }

    private func message(of row: [String], _ columns: Columns) -> AnalyzerMessage {
        var message = AnalyzerMessage()
        message.sample = columns.cell("sample", in: row)
        message.analysedAt = columns.cell("time", in: row).filter { $0.isNumber }
        message.patient.name = columns.cell("name", in: row)
        if ["qc", "q", "control", "质控"].contains(columns.cell("kind", in: row).lowercased()) { message.kind = .qc }
        return message
    }

    private func result(in row: [String], _ columns: Columns) -> AnalyzerResult? {
        let code = columns.cell("code", in: row)
        guard !code.isEmpty else { return nil }
        return AnalyzerResult(
            code: code, name: code, value: columns.cell("value", in: row), unit: columns.cell("unit", in: row),
            flags: [columns.cell("flags", in: row)].filter { !$0.isEmpty }, range: columns.cell("range", in: row))
    }

    /// A column's unit stands in brackets behind its name: `HGB(g/L)`.
    private func wideResults(in row: [String], _ columns: Columns) -> [AnalyzerResult] {
        columns.header.enumerated().compactMap { position, title in
            guard !columns.used.contains(position), position < row.count, !row[position].isEmpty, !title.isEmpty else { return nil }
            let parts = title.split(whereSeparator: { "()（）[]".contains($0) }).map(\.trimmed)
            return AnalyzerResult(code: parts.first ?? title, name: parts.first ?? title, value: row[position], unit: parts.count > 1 ? parts[1] : "")
        }
    }

    private static func separator(of text: String) -> Character {
        let header = text.prefix { !$0.isNewline }
        return [",", "\t", ";"].max { first, second in
            header.count { $0 == first } < header.count { $0 == second }
        } ?? ","
    }

    /// Rows and cells; a quoted cell may hold separators, line ends and doubled quotes.
    private static func rows(of text: String, separator: Character) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        var wasQuote = false
        func endRow() {
            row.append(cell)
            rows.append(row)
            row = []
            cell = ""
        }
        for character in text {
            if isQuoted {
                if wasQuote {
                    wasQuote = false
                    if character == "\"" {
                        cell.append(character)
                        continue
                    }
                    isQuoted = false
                } else if character == "\"" {
                    wasQuote = true
                    continue
                } else {
                    cell.append(character)
                    continue
                }
            }
            switch character {
            case "\"" where cell.isEmpty: isQuoted = true
            case separator:
                row.append(cell)
                cell = ""
            case _ where character.isNewline: endRow()
            default: cell.append(character)
            }
        }
        if !cell.isEmpty || !row.isEmpty { endRow() }
        return rows
    }
}
