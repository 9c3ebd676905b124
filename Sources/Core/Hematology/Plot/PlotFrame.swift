import Paper

/// The box of a plot on its page, and where a value stands in it. Millimetres throughout.
struct PlotFrame {
    let style: PlotStyle
    let area: Rectangle
    let x: Axis
    let y: ClosedRange<Double>

    /// The box of a curve: room for a title above and one line of numbers and unit below.
    init(curveOver x: Axis, upTo height: Double, style: PlotStyle) {
        let letter = style.letter
        let margin = letter * 0.6
        area = Rectangle(
            x: margin, y: margin + letter * 1.6, width: style.size.width - 2 * margin,
            height: style.size.height - 2 * margin - letter * 3.2)
        self.style = style
        self.x = x
        y = 0...max(height, .leastNormalMagnitude)
    }

    /// A square box for a scattergram, as large as fits beside `legend` millimetres on the right.
    init(scatterOver x: Axis, by y: Axis, legend: Double, style: PlotStyle) {
        let letter = style.letter
        let margin = letter * 0.6
        let left = margin + (style.isTiny ? 0 : letter * 2.6)
        let top = margin + letter * 1.6
        let bottom = margin + (style.isTiny ? 0 : letter * 2.8)
        let side = min(style.size.width - left - margin - legend, style.size.height - top - bottom)
        area = Rectangle(x: left, y: top, width: side, height: side)
        self.style = style
        self.x = x
        self.y = y.range
    }

    func at(_ value: Double, _ height: Double) -> Point {
        Point(
            area.x + (value - x.range.lowerBound) / (x.range.upperBound - x.range.lowerBound) * area.width,
            area.bottom - (height - y.lowerBound) / (y.upperBound - y.lowerBound) * area.height)
    }

    func font(_ scale: Double = 1, weight: Int = 400) -> Font { Font(style.letter * scale, weight: weight) }

    func title(_ title: String, on drawing: inout Drawing) {
        drawing.text(
            title, at: Point(area.x, area.y - style.letter * 0.35), font: font(1.08, weight: 700), color: style.palette.text, anchor: .bottom,
            width: style.size.width - 2 * area.x, lineLimit: 1)
    }

    func outline(on drawing: inout Drawing) {
        drawing.rectangle(area, stroke: Stroke(style.hairline, style.palette.frame))
    }

    /// Short marks below the box with their numbers, and the unit at the right end.
    func ticks(on drawing: inout Drawing) {
        let palette = style.palette
        let unit = unitText
        let roomForUnit = unit.isEmpty ? 0 : style.width(of: unit) * 0.85 + style.letter * 0.6
        let own = x.ticks.filter { $0 > x.range.lowerBound && $0 < x.range.upperBound }
        let ticks = own.isEmpty ? RoundNumbers.ticks(in: x.range, atMost: style.isTiny ? 3 : 6) : own
        let places = ticks.map { at($0, y.lowerBound) }
        drawing.segments(
            places.flatMap { [$0, Point($0.x, $0.y + style.letter * 0.3)] }, Stroke(style.hairline, palette.frame))
        var free = area.x
        for (tick, place) in zip(ticks, places) {
            let text = RoundNumbers.text(tick)
            let half = style.width(of: text) * 0.85 / 2
            // Numbers that would touch each other or the unit are left out; their marks stay.
            guard place.x - half > free - style.letter, place.x + half < area.right - roomForUnit else { continue }
            free = place.x + half + style.letter * 1.2
            drawing.text(
                text, at: Point(place.x, area.bottom + style.letter * 0.4), font: font(0.85), color: palette.text, alignment: .center)
        }
        drawing.text(
            unit, at: Point(area.right, area.bottom + style.letter * 0.4), font: font(0.85), color: palette.text, alignment: .right)
    }

    private var unitText: String {
        switch x.unit {
        case .channel: style.isTiny ? "" : style.words(x.caption)
        case .femtolitre: style.isTiny ? "fL" : "\(style.words(x.caption)) fL"
        case .other(let unit): unit
        }
    }
}
