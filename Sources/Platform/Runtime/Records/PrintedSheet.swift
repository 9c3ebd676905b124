internal import Paper

/// A record on paper: title and house, its code as bars, its sections as a ruled table, lines to sign, page and time at the foot.
/// Long texts take the height that they need and go on over pages.
struct PrintedSheet {
    struct Cell {
        let label: String
        let text: String
        let isWide: Bool
    }

    let title: String
    let house: String
    let code: String?
    let sections: [(label: String, cells: [Cell])]
    let signatures: [String]
    let foot: String
    /// “页”, “page”.
    let pageWord: String

    private static let margin = 15.0
    private static let labelWidth = 26.0
    private static let body = Font(3.5)
    private static let ink = Stroke(0.2, Color(0x555555))

    func pages() throws -> [Drawing] {
        var pages = [Drawing(.a4)]
        let width = PageSize.a4.width - 2 * Self.margin
        var top = head(&pages[0])
        for section in sections where !section.cells.isEmpty {
            top = try fit(14, &pages, top)
            pages[pages.count - 1].rectangle(
                Rectangle(x: Self.margin, y: top, width: width, height: 7), fill: Color(0xEEF3F3), stroke: Self.ink)
            pages[pages.count - 1].text(section.label, at: Point(Self.margin + 2, top + 3.5), font: Self.body.bold(), anchor: .middle)
            top += 7
            for row in rows(section.cells) { top = try draw(row, &pages, top) }
            top += 3
        }
        try sign(&pages, top)
        for index in pages.indices { number(&pages[index], index + 1, of: pages.count) }
        return pages
    }

    private func head(_ page: inout Drawing) -> Double {
        let middle = PageSize.a4.width / 2
        page.text(house, at: Point(middle, 14), font: Font(4.2), alignment: .center, anchor: .middle)
        page.text(title, at: Point(middle, 22), font: Font(6.4, weight: 700), alignment: .center, anchor: .middle)
        if let code {
            page.code(Code(.code128, code), in: Rectangle(x: 150, y: 10, width: 45, height: 9))
            page.text(code, at: Point(172.5, 21), font: Font(2.8), alignment: .center, anchor: .middle)
        }
        return 30
    }

    /// Two narrow cells a row, a wide one alone.
    private func rows(_ cells: [Cell]) -> [[Cell]] {
        cells.reduce(into: [[Cell]]()) { rows, cell in
            if let last = rows.last, last.count == 1, !last[0].isWide, !cell.isWide { rows[rows.count - 1].append(cell) } else { rows.append([cell]) }
        }
    }

    private func draw(_ row: [Cell], _ pages: inout [Drawing], _ top: Double) throws -> Double {
        let width = PageSize.a4.width - 2 * Self.margin
        let each = row.count == 1 ? width : width / 2
        let room = each - Self.labelWidth - 4
        let heights = try row.flatMap { cell in
            try [Paper.text(cell.text, width: room), Paper.text(cell.label, width: Self.labelWidth - 2)].map { try Paper.measure($0).height }
        }
        let height = max(7, (heights.max() ?? 0) + 3)
        let top = try fit(height, &pages, top)
        for (place, cell) in row.enumerated() {
            let left = Self.margin + Double(place) * each
            pages[pages.count - 1].rectangle(Rectangle(x: left, y: top, width: each, height: height), stroke: Self.ink)
            pages[pages.count - 1].text(cell.label, at: Point(left + 2, top + 1.6), font: Self.body, color: Color(0x57646C), width: Self.labelWidth - 2, lineLimit: 2)
            pages[pages.count - 1].text(cell.text, at: Point(left + Self.labelWidth, top + 1.6), font: Self.body, width: room)
        }
        return top + height
    }

    /// Where something of this height goes: here, or on a new page.
    private func fit(_ height: Double, _ pages: inout [Drawing], _ top: Double) throws -> Double {
        guard top + height > PageSize.a4.height - 22, top > 30 else { return top }
        pages.append(Drawing(.a4))
        return 18
    }

    private func sign(_ pages: inout [Drawing], _ top: Double) throws {
        guard !signatures.isEmpty else { return }
        let top = try fit(18, &pages, top + 6)
        let each = (PageSize.a4.width - 2 * Self.margin) / Double(signatures.count)
        for (place, label) in signatures.enumerated() {
            let left = Self.margin + Double(place) * each
            pages[pages.count - 1].text(label, at: Point(left, top), font: Self.body)
            pages[pages.count - 1].line(from: Point(left, top + 12), to: Point(left + each - 6, top + 12), Self.ink)
        }
    }

    private func number(_ page: inout Drawing, _ number: Int, of count: Int) {
        let line = PageSize.a4.height - 10
        page.text(foot, at: Point(Self.margin, line), font: Font(2.8), color: Color(0x57646C), anchor: .middle)
        page.text(
            "\(pageWord) \(number) / \(count)", at: Point(PageSize.a4.width - Self.margin, line), font: Font(2.8), color: Color(0x57646C), alignment: .right,
            anchor: .middle)
    }
}

extension Paper {
    fileprivate static func text(_ text: String, width: Double) -> Text { Text(text, font: Font(3.5), width: width) }
}

extension Records {
    /// A declared sheet of a record as PDF; that it was printed is audited.
    public func print(_ entity: String, _ id: Int64, _ name: String, for viewer: Viewer) throws -> [UInt8] {
        let shape = try table(entity).shape
        guard let sheet = shape.sheets.first(where: { $0.name == name }) else { throw RecordRefusal.absent }
        let (row, titles) = try record(entity, id, for: viewer)
        let language = viewer.language
        let sections = (sheet.sections.isEmpty ? shape.sections : sheet.sections).map { section in
            let cells = section.fields.compactMap { shape[field: $0] }.map { field in
                let text = Self.words(row, field, titles, viewer)
                return PrintedSheet.Cell(label: field.label(in: language), text: text, isWide: Self.isWide(field, text))
            }
            return (language == "en" ? section.englishLabel : section.label, cells.filter { !$0.text.isEmpty })
        }
        let house = row[SystemField.ownerOrganization.rawValue].integer.flatMap { titles["organization", $0] } ?? ""
        let time = now().chinaTime
        let printed = PrintedSheet(
            title: sheet.title.text(in: language), house: house, code: sheet.code.flatMap { row[$0].text }, sections: sections,
            signatures: sheet.signatures.map { $0.text(in: language) },
            foot: Phrase("打印：\(viewer.displayName)  \(time)", "printed by \(viewer.displayName)  \(time)").text(in: language),
            pageWord: Phrase("第", "page").text(in: language))
        note("\(entity).print", shape, id, viewer, outcome: .done)
        return try Paper.render(printed.pages(), as: .pdf, description: .init(title: sheet.title.text(in: language)))
    }

    private static func isWide(_ field: EntityShape.Field, _ text: String) -> Bool {
        if case .longText = field.spec.kind { return true }
        return text.count > 40
    }
}
