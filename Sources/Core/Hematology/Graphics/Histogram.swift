/// A curve of cell volumes as the instrument sent it: counts along channels or femtolitres, and the lines it drew between populations.
public struct Histogram: Sendable, Hashable {
    /// The cells a curve is about: it decides colours and the names of what lies between the lines.
    public enum Cell: String, Sendable, Hashable, CaseIterable {
        case whiteCells = "WBC"
        case redCells = "RBC"
        case platelets = "PLT"
        case basophils = "BASO"
        case other

        /// Finds the cells in an instrument's name of a curve: `RbcAlongRes`, `PLT Histogram. Binary`, `DIST_RBC`.
        public init(naming name: String) {
            let upper = name.uppercased()
            self = Self.allCases.first { $0 != .other && upper.contains($0.rawValue) } ?? .other
        }
    }

    /// A line across the curve.
    public struct Discriminator: Sendable, Hashable {
        /// In the unit of the axis.
        public var position: Double
        public var name: String?

        public init(_ position: Double, name: String? = nil) {
            self.position = position
            self.name = name
        }
    }

    public var name: String
    public var cell: Cell
    /// Where each count stands, in the unit of the axis; never falling.
    public var positions: [Double]
    public var counts: [Double]
    public var axis: Axis
    /// From left to right.
    public var discriminators: [Discriminator] {
        didSet { discriminators.sort { $0.position < $1.position } }
    }

    /// - Throws: `.badArgument` when positions and counts differ in number, there is none, one is not finite, a position falls,
    ///   or the axis spans nothing.
    public init(
        name: String, cell: Cell? = nil, positions: [Double], counts: [Double], axis: Axis, discriminators: [Discriminator] = []
    ) throws(HematologyError) {
        guard positions.count == counts.count, !counts.isEmpty else {
            throw HematologyError(.badArgument, "“\(name)” has \(positions.count) positions for \(counts.count) counts")
        }
        guard (positions + counts).allSatisfy(\.isFinite), zip(positions, positions.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw HematologyError(.badArgument, "“\(name)” has points that are no numbers, or not in order")
        }
        guard axis.range.lowerBound < axis.range.upperBound, (axis.range.upperBound - axis.range.lowerBound).isFinite else {
            throw HematologyError(.badArgument, "“\(name)” has an axis that spans nothing: \(axis.range)")
        }
        self.name = name
        self.cell = cell ?? Cell(naming: name)
        self.positions = positions
        self.counts = counts
        self.axis = axis
        self.discriminators = discriminators.sorted { $0.position < $1.position }
    }

    /// A plain array: one count a channel, channels from 0 on.
    public init(
        name: String, cell: Cell? = nil, channels counts: [Double], discriminators: [Discriminator] = []
    ) throws(HematologyError) {
        try self.init(
            name: name, cell: cell, positions: counts.indices.map(Double.init), counts: counts, axis: .channels(counts.count),
            discriminators: discriminators)
    }

    /// The curve over femtolitres, for a model whose scale is known. A curve that is not over channels stays as it is.
    public func scaled(femtolitresPerChannel scale: Double) -> Histogram {
        guard axis.unit == .channel, scale > 0, scale.isFinite else { return self }
        var scaled = self
        scaled.positions = positions.map { $0 * scale }
        scaled.axis = axis.scaled(by: scale, unit: .femtolitre, caption: Caption("体积", "Volume"))
        scaled.discriminators = discriminators.map { Discriminator($0.position * scale, name: $0.name) }
        return scaled
    }
}
