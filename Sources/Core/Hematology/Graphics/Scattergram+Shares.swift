internal import CHematology

extension Scattergram {
    /// How many events a population or a gate holds.
    public struct Share: Sendable, Hashable {
        public let caption: Caption
        public let count: Int
        /// Of all events, 0 … 1; 0 where there is none.
        public let fraction: Double

        init(_ caption: Caption, _ count: Int, of total: Int) {
            self.caption = caption
            self.count = count
            fraction = total > 0 ? Double(count) / Double(total) : 0
        }
    }

    /// The events inside each gate, by the even-odd rule; a cell of a matrix counts by its middle.
    public var gateShares: [Share] {
        let total = eventCount
        return gates.map { Share($0.caption, count(inside: $0), of: total) }
    }

    /// The named populations in their order, and last whatever has another code.
    public var populationShares: [(population: Population, share: Share)] {
        guard case .events(_, _, let codes) = content, !codes.isEmpty else { return [] }
        let byCode = codes.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        var shares = populations.map { ($0, Share($0.caption, byCode[$0.code] ?? 0, of: codes.count)) }
        let unnamed = codes.count - populations.reduce(0) { $0 + (byCode[$1.code] ?? 0) }
        if unnamed > 0 {
            let other = Population(code: -1, caption: Caption("其他", "Other"), role: .other)
            shares.append((other, Share(other.caption, unnamed, of: codes.count)))
        }
        return shares
    }

    private func count(inside gate: Gate) -> Int {
        switch content {
        case .events(let xs, let ys, _): Self.inside(gate, xs, ys).count
        case .matrix(let columns, let rows, let counts):
            count(inside: gate, columns: columns, rows: rows, counts: counts)
        }
    }

    private func count(inside gate: Gate, columns: Int, rows: Int, counts: [UInt32]) -> Int {
        func middles(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
            let width = (range.upperBound - range.lowerBound) / Double(count)
            return (0..<count).map { range.lowerBound + (Double($0) + 0.5) * width }
        }
        let (xs, ys) = (middles(x.range, columns), middles(y.range, rows))
        return ys.indices.reduce(0) { sum, row in
            let inside = Self.inside(gate, xs, Array(repeating: ys[row], count: columns)).flags
            return sum + inside.indices.reduce(0) { $0 + Int(inside[$1]) * Int(counts[row * columns + $1]) }
        }
    }

    private static func inside(_ gate: Gate, _ xs: [Double], _ ys: [Double]) -> (count: Int, flags: [UInt8]) {
        var flags = [UInt8](repeating: 0, count: xs.count)
        let count = gate.vertices.map(\.x).withUnsafeBufferPointer { vertexX in
            gate.vertices.map(\.y).withUnsafeBufferPointer { vertexY in
                var polygon = chematology_gate(x: vertexX.baseAddress, y: vertexY.baseAddress, vertex_count: gate.vertices.count)
                return chematology_gate_count(&polygon, xs, ys, xs.count, &flags)
            }
        }
        return (count, flags)
    }
}
