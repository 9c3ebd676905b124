/// One page as a list of marks in millimetres: a value that is made without touching a library, can be compared and tested, and is
/// rendered by `Paper`. Later marks lie over earlier ones.
public struct Drawing: Sendable, Hashable {
    public var size: PageSize
    public var marks: [Mark] = []

    public init(_ size: PageSize) {
        self.size = size
    }

    public mutating func line(from: Point, to: Point, _ stroke: Stroke = Stroke()) {
        marks.append(.segments([from, to], stroke))
    }

    public mutating func polyline(_ points: [Point], _ stroke: Stroke = Stroke()) {
        marks.append(.polyline(points, stroke))
    }

    /// Every two points a line of their own, all drawn at once.
    public mutating func segments(_ points: [Point], _ stroke: Stroke = Stroke()) {
        marks.append(.segments(points, stroke))
    }

    public mutating func polygon(_ points: [Point], fill: Color? = nil, stroke: Stroke? = nil) {
        marks.append(.polygon(points, fill: fill, stroke: stroke))
    }

    public mutating func rectangle(_ area: Rectangle, radius: Double = 0, fill: Color? = nil, stroke: Stroke? = nil) {
        marks.append(.rectangle(area, radius: radius, fill: fill, stroke: stroke))
    }

    public mutating func ellipse(_ area: Rectangle, fill: Color? = nil, stroke: Stroke? = nil) {
        marks.append(.ellipse(area, fill: fill, stroke: stroke))
    }

    public mutating func text(_ text: Text) {
        marks.append(.text(text))
    }

    public mutating func text(
        _ text: String, at: Point, font: Font, color: Color = .black, alignment: Text.Alignment = .left, anchor: Text.Anchor = .top,
        width: Double? = nil, lineLimit: Int? = nil, rotation: Double = 0
    ) {
        marks.append(.text(Text(
            text, at: at, font: font, color: color, alignment: alignment, anchor: anchor, width: width, lineLimit: lineLimit,
            rotation: rotation)))
    }

    public mutating func picture(_ picture: Picture, in area: Rectangle) {
        marks.append(.picture(picture, area))
    }

    public mutating func code(_ code: Code, in area: Rectangle, color: Color = .black) {
        marks.append(.code(code, area, color))
    }

    /// Places another drawing on this one, its upper left corner at `origin`.
    /// - Parameter isClipped: leaves out what stands beyond the other drawing's page.
    public mutating func place(
        _ drawing: Drawing, at origin: Point, scale: Double = 1, rotation: Double = 0, isClipped: Bool = false
    ) {
        marks.append(.group(Mark.Group(
            marks: drawing.marks, origin: origin, scale: scale, rotation: rotation, clip: isClipped ? drawing.size.area : nil)))
    }

    /// Draws within an area alone, in this page's own millimetres.
    public mutating func clipped(to area: Rectangle, _ draw: (inout Drawing) -> Void) {
        var inside = Drawing(size)
        draw(&inside)
        marks.append(.group(Mark.Group(marks: inside.marks, origin: Point(0, 0), scale: 1, rotation: 0, clip: area)))
    }
}
