import Paper

/// Header and footer.
extension ECGPage {
    private var small: Font { Font(2.7) }
    private var body: Font { Font(3.2) }

    /// From the left: who and what, measurements, statements. The statements have what room is left.
    func setHeader(on drawing: inout Drawing) {
        let header = geometry.header
        drawing.text(
            caption.title, at: Point(header.x, header.y), font: Font(4.6).bold(), color: colors.text, width: header.width * 0.5, lineLimit: 1)
        drawing.text(
            caption.institution, at: Point(header.right - header.width * 0.45, header.y + 0.8), font: body, color: colors.quiet,
            alignment: .right, width: header.width * 0.45, lineLimit: 1)
        let top = header.y + 7.6
        let patientWidth = 68.0, measureWidth = 84.0, gap = 5.0
        set(caption.patient, at: Point(header.x, top), width: patientWidth, columns: 1, on: &drawing)
        set(caption.measurements, at: Point(header.x + patientWidth + gap, top), width: measureWidth, columns: 2, on: &drawing)
        setStatements(from: header.x + patientWidth + measureWidth + 2 * gap, top: top, on: &drawing)
    }

    /// Entries in columns, each name quiet and its value beside it.
    private func set(_ entries: [PageCaption.Entry], at origin: Point, width: Double, columns: Int, on drawing: inout Drawing) {
        let rowHeight = 4.7, rows = 5
        let columnWidth = width / Double(columns), nameWidth = columns == 1 ? 17.0 : 15.5
        for (index, entry) in entries.prefix(rows * columns).enumerated() {
            let x = origin.x + Double(index / rows) * columnWidth, y = origin.y + Double(index % rows) * rowHeight
            drawing.text(entry.name, at: Point(x, y + 3.6), font: small, color: colors.quiet, anchor: .baseline, width: nameWidth, lineLimit: 1)
            drawing.text(
                entry.value, at: Point(x + nameWidth, y + 3.6), font: body, color: entry.isCorrected ? colors.accent : colors.text,
                anchor: .baseline, width: columnWidth - nameWidth - 1, lineLimit: 1)
        }
    }

    private func setStatements(from x: Double, top: Double, on drawing: inout Drawing) {
        let header = geometry.header
        let width = header.right - x
        drawing.text(
            caption.statementsTitle, at: Point(x, top + 3.6), font: small, color: colors.quiet, anchor: .baseline, width: width, lineLimit: 1)
        let lines = 4
        if caption.statements.count == 1 {
            drawing.text(caption.statements[0], at: Point(x, top + 5), font: body, color: colors.text, width: width, lineLimit: lines)
        }
        guard caption.statements.count > 1 else { return }
        for (index, statement) in caption.statements.prefix(lines).enumerated() {
            let isCut = index == lines - 1 && caption.statements.count > lines
            drawing.text(
                isCut ? "\(statement) …(+\(caption.statements.count - lines))" : statement, at: Point(x, top + 5 + Double(index) * 4.9),
                font: body, color: colors.text, width: width, lineLimit: 1)
        }
    }

    func setFooter(on drawing: inout Drawing) {
        let footer = geometry.footer, y = footer.y + 1.6
        let scale = "\(geometry.scale.speed.short) mm/s  \(geometry.scale.gain.short) mm/mV"
        let left = [scale, caption.filters, caption.device].filter { !$0.isEmpty }.joined(separator: "    ")
        drawing.text(left, at: Point(footer.x, y), font: small, color: colors.text, width: footer.width * 0.55, lineLimit: 1)
        let right = [caption.note, caption.page].filter { !$0.isEmpty }.joined(separator: "    ")
        drawing.text(
            right, at: Point(footer.right - footer.width * 0.44, y), font: small, color: colors.quiet, alignment: .right,
            width: footer.width * 0.44, lineLimit: 1)
        setSignatures(below: y + 5, on: &drawing)
    }

    private func setSignatures(below y: Double, on drawing: inout Drawing) {
        let footer = geometry.footer
        let width = footer.width / Double(max(caption.signatures.count, 3))
        for (index, signature) in caption.signatures.enumerated() {
            drawing.text(
                "\(signature.role)：\(signature.name)    \(signature.time)", at: Point(footer.x + Double(index) * width, y), font: body,
                color: colors.text, width: width - 2, lineLimit: 1)
        }
    }
}
