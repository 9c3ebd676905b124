/// What runs along one side of a plot.
public struct Axis: Sendable, Hashable {
    public enum Unit: Sendable, Hashable {
        /// The instrument's own channels: it sent no scale, and none is guessed.
        case channel
        /// 10⁻¹⁵ l, the volume of a cell.
        case femtolitre
        /// Any other, in the instrument's words; empty for a number without one.
        case other(String)
    }

    public var caption: Caption
    public var unit: Unit
    /// What the axis spans, in `unit`.
    public var range: ClosedRange<Double>
    /// Where the instrument wants marks; empty where it says nothing, and round numbers are chosen when drawn.
    public var ticks: [Double]
    /// Values stand for powers of ten: of `range.upperBound` channels this many decades (FCS $PnE); 0 for a linear axis.
    public var decades: Double

    public init(_ caption: Caption, unit: Unit, range: ClosedRange<Double>, ticks: [Double] = [], decades: Double = 0) {
        self.caption = caption
        self.unit = unit
        self.range = range
        self.ticks = ticks
        self.decades = decades
    }

    /// Channels 0 … `count` - 1.
    public static func channels(_ count: Int, caption: Caption = Caption("道数", "Channel")) -> Axis {
        Axis(caption, unit: .channel, range: 0...Double(max(count - 1, 1)))
    }

    /// Cell volume up to `upper` femtolitres.
    public static func volume(upTo upper: Double, ticks: [Double] = []) -> Axis {
        Axis(Caption("体积", "Volume"), unit: .femtolitre, range: 0...upper, ticks: ticks)
    }

    /// The same axis with every position multiplied, as when a model's scale is known.
    func scaled(by factor: Double, unit: Unit, caption: Caption) -> Axis {
        Axis(
            caption, unit: unit, range: range.lowerBound * factor...range.upperBound * factor, ticks: ticks.map { $0 * factor },
            decades: decades)
    }
}
