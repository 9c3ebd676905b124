public import Paper

/// Draws curves of cell volumes as analyzers print them: filled between the lines, the lines dashed, no numbers on the y axis, since heights are
/// only relative.
public struct HistogramPlot: Sendable {
    /// The first is filled and has its lines drawn; further ones are runs laid over it.
    public let runs: [Histogram]
    public let style: PlotStyle

    /// - Throws: `.badArgument` when there is no curve, or curves over channels and over femtolitres would share one axis.
    public init(_ runs: [Histogram], style: PlotStyle = PlotStyle()) throws(HematologyError) {
        guard let first = runs.first else { throw HematologyError(.badArgument, "there is no curve to draw") }
        guard runs.allSatisfy({ $0.axis.unit == first.axis.unit }) else {
            throw HematologyError(.badArgument, "runs of “\(first.name)” over different units cannot share an axis")
        }
        self.runs = runs
        self.style = style
    }

    public var drawing: Drawing {
        var axis = runs[0].axis
        for run in runs.dropFirst() {
            axis.range = min(axis.range.lowerBound, run.axis.range.lowerBound)...max(axis.range.upperBound, run.axis.range.upperBound)
        }
        // Every curve is drawn to its own height: instruments scale each to a greatest count of their own, such as 255.
        let frame = PlotFrame(curveOver: axis, upTo: 1.1, style: style)
        var drawing = Drawing(style.size)
        drawing.rectangle(style.size.area, fill: style.palette.background)
        drawing.clipped(to: frame.area) { inside in
            Self.fill(runs[0], in: frame, on: &inside)
            for (index, run) in runs.enumerated().reversed() {
                inside.polyline(Self.curve(run, in: frame), Stroke(frame.style.hairline * 2.2, color(of: index), isRound: true))
            }
            Self.discriminators(of: runs[0], in: frame, on: &inside)
        }
        Self.saturation(of: runs[0], in: frame, on: &drawing)
        frame.outline(on: &drawing)
        frame.ticks(on: &drawing)
        frame.title(title, on: &drawing)
        if runs.count > 1 { legend(in: frame, on: &drawing) }
        return drawing
    }

    private var title: String {
        let run = runs[0]
        guard run.cell != .other else { return run.name }
        return style.isTiny ? run.cell.rawValue : "\(run.cell.rawValue) \(style.language == .english ? "" : run.cell.chinese)"
    }

    private func color(of run: Int) -> Color {
        run == 0 ? style.palette.curve : style.palette.runs[(run - 1) % style.palette.runs.count]
    }

    private func legend(in frame: PlotFrame, on drawing: inout Drawing) {
        for (index, run) in runs.enumerated() {
            let y = frame.area.y + style.letter * (0.9 + 1.25 * Double(index))
            let right = frame.area.right - style.letter * 0.5
            let width = style.width(of: run.name) * 0.8 + style.letter * 1.9
            drawing.rectangle(
                Rectangle(x: max(right - width, frame.area.x), y: y - style.letter * 0.6, width: min(width, right - frame.area.x), height: style.letter * 1.2),
                fill: style.palette.background)
            drawing.line(from: Point(right - style.letter * 1.4, y), to: Point(right, y), Stroke(style.hairline * 3, color(of: index)))
            drawing.text(
                run.name, at: Point(right - style.letter * 1.7, y), font: frame.font(0.8), color: style.palette.text, alignment: .right,
                anchor: .middle)
        }
    }

    // MARK: - Parts of one curve

    private static func share(_ count: Double, of run: Histogram) -> Double {
        let top = run.counts.max() ?? 0
        return top > 0 ? max(count, 0) / top : 0
    }

    private static func curve(_ run: Histogram, in frame: PlotFrame) -> [Point] {
        zip(run.positions, run.counts).map { frame.at($0, share($1, of: run)) }
    }

    /// Fills what lies under the curve: between the lines in the colours of the populations, outside them in a pale grey.
    private static func fill(_ run: Histogram, in frame: PlotFrame, on drawing: inout Drawing) {
        let palette = frame.style.palette
        let colors = palette.regions[run.cell] ?? palette.regions[.other] ?? []
        let lines = run.discriminators.map(\.position)
        guard let first = run.positions.first, let last = run.positions.last, !colors.isEmpty else { return }
        guard let left = lines.first, let right = lines.last, left < right else {
            fill(run, from: first, to: last, with: colors[0], in: frame, on: &drawing)
            return
        }
        fill(run, from: first, to: left, with: palette.frame.opacity(0.16), in: frame, on: &drawing)
        fill(run, from: right, to: last, with: palette.frame.opacity(0.16), in: frame, on: &drawing)
        for (index, (from, to)) in zip(lines, lines.dropFirst()).enumerated() {
            fill(run, from: from, to: to, with: colors[index % colors.count], in: frame, on: &drawing)
        }
    }

    private static func fill(
        _ run: Histogram, from: Double, to: Double, with color: Color, in frame: PlotFrame, on drawing: inout Drawing
    ) {
        guard from < to else { return }
        var points = [frame.at(from, 0), frame.at(from, share(run.count(at: from), of: run))]
        for (position, count) in zip(run.positions, run.counts) where position > from && position < to {
            points.append(frame.at(position, share(count, of: run)))
        }
        points += [frame.at(to, share(run.count(at: to), of: run)), frame.at(to, 0)]
        drawing.polygon(points, fill: color)
    }

    private static func discriminators(of run: Histogram, in frame: PlotFrame, on drawing: inout Drawing) {
        let dash = frame.style.letter * 0.35
        let stroke = Stroke(frame.style.hairline * 1.3, frame.style.palette.line, dash: [dash, dash * 0.7])
        for line in run.discriminators {
            drawing.line(from: frame.at(line.position, 0), to: frame.at(line.position, frame.y.upperBound), stroke)
        }
    }

    /// Strikes a flat top through in the warning colour, and says what it is.
    private static func saturation(of run: Histogram, in frame: PlotFrame, on drawing: inout Drawing) {
        guard let cut = run.saturation else { return }
        let style = frame.style
        drawing.line(
            from: frame.at(cut.lowerBound, 1), to: frame.at(cut.upperBound, 1), Stroke(style.hairline * 4, style.palette.warning))
        guard !style.isTiny else { return }
        let caption = style.words(Caption("溢出", "Off scale"))
        let font = frame.font(0.8)
        let width = style.width(of: caption) * 0.8
        let isRight = frame.at(cut.upperBound, 1).x + width + style.letter < frame.area.right
        let place = frame.at(isRight ? cut.upperBound : cut.lowerBound, 1)
        let left = isRight ? place.x + style.letter * 0.5 : place.x - style.letter * 0.5 - width
        // A patch keeps lines that cross the words from striking them through.
        drawing.rectangle(
            Rectangle(x: left, y: place.y - style.letter * 0.6, width: width, height: style.letter * 1.2), fill: style.palette.background)
        drawing.text(caption, at: Point(left, place.y), font: font, color: style.palette.warning, anchor: .middle)
    }
}

extension Histogram {
    /// The curve between its points, by straight lines; the nearest end beyond them.
    func count(at position: Double) -> Double {
        guard let after = positions.firstIndex(where: { $0 >= position }) else { return counts.last ?? 0 }
        guard after > 0, positions[after] > positions[after - 1] else { return counts[after] }
        let part = (position - positions[after - 1]) / (positions[after] - positions[after - 1])
        return counts[after - 1] + part * (counts[after] - counts[after - 1])
    }
}

extension Histogram.Cell {
    var chinese: String {
        switch self {
        case .whiteCells: "白细胞"
        case .redCells: "红细胞"
        case .platelets: "血小板"
        case .basophils: "嗜碱性粒细胞"
        case .other: ""
        }
    }
}
