public import Paper

/// Draws a scattergram: its cells in a square box, gates as outlines, populations with their shares beside it, and the names of both axes.
public struct ScattergramPlot: Sendable {
    public let scattergram: Scattergram
    public let style: PlotStyle
    private let picture: Picture

    /// - Throws: what counting the events does.
    public init(_ scattergram: Scattergram, style: PlotStyle = PlotStyle()) throws(HematologyError) {
        self.scattergram = scattergram
        self.style = style
        picture = try scattergram.picture(
            side: style.isTiny ? min(style.side, 128) : style.side, density: style.density, palette: style.palette)
    }

    /// No wider than box and legend need; as high as the style says.
    public var drawing: Drawing {
        let rows = legendRows
        let legend = rows.isEmpty ? 0 : (rows.map { style.width(of: $0.text) * 0.85 }.max() ?? 0) + style.letter * 2.2
        let frame = PlotFrame(scatterOver: scattergram.x, by: scattergram.y, legend: legend, style: style)
        var drawing = Drawing(PageSize(width: frame.area.right + legend + style.letter * 0.6, height: style.size.height))
        drawing.rectangle(drawing.size.area, fill: style.palette.background)
        drawing.picture(picture, in: frame.area)
        gates(in: frame, on: &drawing)
        saturation(in: frame, on: &drawing)
        frame.outline(on: &drawing)
        frame.title(style.isTiny ? style.shortWords(scattergram.title) : style.words(scattergram.title), on: &drawing)
        if !style.isTiny { axes(in: frame, on: &drawing) }
        write(rows, beside: frame, on: &drawing)
        return drawing
    }

    // MARK: - Beside the box

    private typealias LegendRow = (color: Color, text: String)

    /// Nothing on a label; in one language where two would take more than a third of the width.
    private var legendRows: [LegendRow] {
        guard !style.isTiny, style.size.width >= style.size.height * 1.2 else { return [] }
        let rows = legendRows(style.words)
        let isNarrow = rows.contains { style.width(of: $0.text) * 0.85 > style.size.width * 0.32 }
        return isNarrow ? legendRows(style.shortWords) : rows
    }

    private func legendRows(_ words: (Caption) -> String) -> [LegendRow] {
        let populations = scattergram.populationShares.map { population, share in
            (style.palette.color(of: population.role), text(of: share, words))
        }
        return populations + scattergram.gateShares.map { (style.palette.line, text(of: $0, words)) }
    }

    private func text(of share: Scattergram.Share, _ words: (Caption) -> String) -> String {
        let permille = Int((share.fraction * 1000).rounded())
        return "\(words(share.caption)) \(permille / 10).\(permille % 10)%"
    }

    private func write(_ rows: [LegendRow], beside frame: PlotFrame, on drawing: inout Drawing) {
        let left = frame.area.right + style.letter * 0.7
        for (index, row) in rows.enumerated() {
            let y = frame.area.y + style.letter * (0.8 + 1.5 * Double(index))
            guard y + style.letter < style.size.height else { return }
            drawing.rectangle(
                Rectangle(x: left, y: y - style.letter * 0.35, width: style.letter * 0.7, height: style.letter * 0.7), fill: row.color)
            drawing.text(
                row.text, at: Point(left + style.letter, y), font: frame.font(0.85), color: style.palette.text, anchor: .middle,
                width: max(drawing.size.width - left - style.letter, style.letter), lineLimit: 1)
        }
    }

    private func axes(in frame: PlotFrame, on drawing: inout Drawing) {
        let area = frame.area
        let (letter, color) = (style.letter, style.palette.text)
        let stroke = Stroke(style.hairline, style.palette.frame)
        drawing.text(
            style.words(scattergram.x.caption), at: Point(area.middle.x, area.bottom + letter * 1.5), font: frame.font(0.85), color: color,
            alignment: .center)
        drawing.text(
            style.words(scattergram.y.caption), at: Point(area.x - letter * 2, area.middle.y), font: frame.font(0.85), color: color,
            alignment: .center, anchor: .middle, rotation: -90)
        for tick in RoundNumbers.ticks(in: scattergram.x.range, atMost: 4) {
            let place = frame.at(tick, frame.y.lowerBound)
            drawing.line(from: place, to: Point(place.x, place.y + letter * 0.25), stroke)
            drawing.text(
                RoundNumbers.text(tick), at: Point(place.x, place.y + letter * 0.3), font: frame.font(0.75), color: color, alignment: .center)
        }
        for tick in RoundNumbers.ticks(in: scattergram.y.range, atMost: 4) {
            let place = frame.at(frame.x.range.lowerBound, tick)
            drawing.line(from: place, to: Point(place.x - letter * 0.25, place.y), stroke)
            drawing.text(
                RoundNumbers.text(tick), at: Point(place.x - letter * 0.85, place.y), font: frame.font(0.75), color: color,
                alignment: .center, anchor: .middle, rotation: -90)
        }
    }

    // MARK: - Over the cells

    private func gates(in frame: PlotFrame, on drawing: inout Drawing) {
        drawing.clipped(to: frame.area) { inside in
            for gate in scattergram.gates {
                let outline = gate.vertices.map { frame.at($0.x, $0.y) }
                inside.polygon(outline, stroke: Stroke(style.hairline * 1.6, style.palette.line))
                guard !style.isTiny, let left = outline.map(\.x).min(), let right = outline.map(\.x).max(), let top = outline.map(\.y).min() else {
                    continue
                }
                inside.text(
                    style.language == .chinese ? gate.caption.chinese : gate.caption.english,
                    at: Point((left + right) / 2, top + style.letter * 0.15), font: frame.font(0.75, weight: 700), color: style.palette.line,
                    alignment: .center)
            }
        }
    }

    /// Strikes the edges at which the instrument measures no further.
    private func saturation(in frame: PlotFrame, on drawing: inout Drawing) {
        let area = frame.area
        let stroke = Stroke(style.hairline * 3, style.palette.warning)
        for edge in scattergram.saturatedEdges {
            switch edge {
            case .left: drawing.line(from: Point(area.x, area.y), to: Point(area.x, area.bottom), stroke)
            case .right: drawing.line(from: Point(area.right, area.y), to: Point(area.right, area.bottom), stroke)
            case .bottom: drawing.line(from: Point(area.x, area.bottom), to: Point(area.right, area.bottom), stroke)
            case .top: drawing.line(from: Point(area.x, area.y), to: Point(area.right, area.y), stroke)
            }
        }
    }
}
