internal import CHematology

/// Counts on a grid, row by row, the lowest y first.
public struct CountMatrix: Sendable, Hashable {
    public let columns: Int
    public let rows: Int
    public let counts: [UInt32]

    /// The sizes at which list-mode events are shown; any other from 1 to 4096 is counted as well.
    public static let usualSides = [128, 256, 512, 1024]
}

extension Scattergram {
    /// Counts the events into `side` × `side` cells, or `codes` of them alone. A cell holds its lower edges, the last of a row or column both,
    /// as numpy.histogram2d counts. A matrix that the instrument counted stays as it is.
    public func counted(side: Int = 256, codes wanted: Set<Int>? = nil) throws(HematologyError) -> CountMatrix {
        switch content {
        case .matrix(let columns, let rows, let counts): return CountMatrix(columns: columns, rows: rows, counts: counts)
        case .events(let xs, let ys, let codes):
            guard let wanted, !codes.isEmpty else { return try count(xs, ys, side: side) }
            let chosen = codes.indices.filter { wanted.contains(codes[$0]) }
            return try count(chosen.map { xs[$0] }, chosen.map { ys[$0] }, side: side)
        }
    }

    private func count(_ xs: [Double], _ ys: [Double], side: Int) throws(HematologyError) -> CountMatrix {
        guard (1...4096).contains(side) else { throw HematologyError(.badArgument, "a matrix of \(side) × \(side)") }
        var counts = [UInt32](repeating: 0, count: side * side)
        var axes = (chematology_axis(x.range, side), chematology_axis(y.range, side))
        var message = FailureText()
        let status = chematology_bin_pairs(xs, ys, xs.count, &axes.0, &axes.1, &counts, &message.text)
        if status != 0 { throw HematologyError(status, message) }
        return CountMatrix(columns: side, rows: side, counts: counts)
    }
}

extension chematology_axis {
    init(_ range: ClosedRange<Double>, _ bins: Int) {
        self.init(low: range.lowerBound, high: range.upperBound, bins: UInt32(bins))
    }
}

extension Histogram {
    /// Counts values, such as one parameter of a flow file, into `bins` equal channels over the axis, its both ends included; what lies
    /// outside is not counted. Each count stands at the middle of its channel.
    public init(name: String, cell: Cell = .other, counting values: [Double], over axis: Axis, bins: Int) throws(HematologyError) {
        guard (1...Int(CHEMATOLOGY_BIN_LIMIT)).contains(bins) else { throw HematologyError(.badArgument, "a histogram of \(bins) bins") }
        var counts = [UInt32](repeating: 0, count: bins)
        var bounds = chematology_axis(axis.range, bins)
        var message = FailureText()
        let status = chematology_bin(values, values.count, &bounds, &counts, &message.text)
        if status != 0 { throw HematologyError(status, message) }
        let width = (axis.range.upperBound - axis.range.lowerBound) / Double(bins)
        try self.init(
            name: name, cell: cell, positions: (0..<bins).map { axis.range.lowerBound + (Double($0) + 0.5) * width },
            counts: counts.map(Double.init), axis: axis)
    }
}
