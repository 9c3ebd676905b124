/// How a line is drawn.
public struct Stroke: Sendable, Hashable {
    /// Millimetres.
    public var width: Double
    public var color: Color
    /// Lengths of dashes and gaps in turn, millimetres; empty for a whole line.
    public var dash: [Double]
    /// Round ends and corners, or cut ends and pointed corners.
    public var isRound: Bool

    public init(_ width: Double = 0.2, _ color: Color = .black, dash: [Double] = [], isRound: Bool = false) {
        self.width = width
        self.color = color
        self.dash = dash
        self.isRound = isRound
    }
}

/// What text is set in.
public struct Font: Sendable, Hashable {
    public enum Family: Sendable, Hashable { case sans, serif, mono }

    public var family: Family
    /// Of the em square, millimetres: 10.5 pt (五号) is 3.7 mm.
    public var size: Double
    /// 100 … 900; 400 is regular, 700 bold.
    public var weight: Int
    public var isItalic: Bool

    public init(_ size: Double, family: Family = .sans, weight: Int = 400, isItalic: Bool = false) {
        self.family = family
        self.size = size
        self.weight = weight
        self.isItalic = isItalic
    }

    public func bold() -> Font { Font(size, family: family, weight: 700, isItalic: isItalic) }
}

/// Text at a place.
public struct Text: Sendable, Hashable {
    public enum Alignment: Sendable, Hashable { case left, center, right }
    /// What of the text stands at its place's y.
    public enum Anchor: Sendable, Hashable { case top, baseline, middle, bottom }

    public var text: String
    public var at: Point
    public var font: Font
    public var color: Color
    /// Within `width`, or about `at` where there is no width.
    public var alignment: Alignment
    public var anchor: Anchor
    /// Where lines are broken, millimetres; nil: only where the text breaks them.
    public var width: Double?
    /// No more lines than these, the last one ends with “…”; needs a width.
    public var lineLimit: Int?
    /// Degrees, clockwise about `at`.
    public var rotation: Double

    public init(
        _ text: String, at: Point = Point(0, 0), font: Font, color: Color = .black, alignment: Alignment = .left, anchor: Anchor = .top,
        width: Double? = nil, lineLimit: Int? = nil, rotation: Double = 0
    ) {
        self.text = text
        self.at = at
        self.font = font
        self.color = color
        self.alignment = alignment
        self.anchor = anchor
        self.width = width
        self.lineLimit = lineLimit
        self.rotation = rotation
    }
}

/// Pixels that are placed on a page: a logo, a signature, a plot.
public struct Picture: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        /// Rows of red, green, blue and opacity, not premultiplied.
        case rgba([UInt8], width: Int, height: Int)
        case jpeg([UInt8])
        case png([UInt8])
    }

    public var content: Content
    /// Keeps the edges of pixels sharp instead of smoothing between them.
    public var isSharp: Bool

    public init(_ content: Content, isSharp: Bool = false) {
        self.content = content
        self.isSharp = isSharp
    }
}

/// A code that a scanner reads.
public struct Code: Sendable, Hashable {
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// ISO/IEC 15417.
        case code128
        /// GS1-128, its application identifiers in square brackets.
        case gs1
        /// ISO/IEC 16388.
        case code39
        /// EAN-13 or EAN-8 (ISO/IEC 15420).
        case ean
        /// ISO/IEC 16022.
        case dataMatrix
        /// ISO/IEC 18004, error correction level M.
        case qr
    }

    public var kind: Kind
    public var text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

/// One thing that is drawn.
public indirect enum Mark: Sendable, Hashable {
    /// A line through points; points that are not finite interrupt it.
    case polyline([Point], Stroke)
    /// Every two points a line of their own: grids, axes, ticks.
    case segments([Point], Stroke)
    /// Filled by the even-odd rule.
    case polygon([Point], fill: Color?, stroke: Stroke?)
    case rectangle(Rectangle, radius: Double, fill: Color?, stroke: Stroke?)
    case ellipse(Rectangle, fill: Color?, stroke: Stroke?)
    case text(Text)
    case picture(Picture, Rectangle)
    /// Modules fill the rectangle; the quiet zone around them is left to whoever places it.
    case code(Code, Rectangle, Color)
    case group(Group)

    /// Marks with an origin and a scale of their own.
    public struct Group: Sendable, Hashable {
        public var marks: [Mark]
        public var origin: Point
        public var scale: Double
        /// Degrees, clockwise about the origin.
        public var rotation: Double
        /// In the group's own millimetres; nothing outside is drawn.
        public var clip: Rectangle?
    }
}
