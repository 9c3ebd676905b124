import Testing

import Hematology

@Suite struct CountingTests {
    /// numpy.histogram2d by its definition: a search among numpy.linspace's edges, the last bin closed.
    private func cell(_ value: Double, _ range: ClosedRange<Double>, _ bins: Int) -> Int? {
        let step = (range.upperBound - range.lowerBound) / Double(bins)
        let edges = (0..<bins).map { Double($0) * step + range.lowerBound } + [range.upperBound]
        guard value >= edges[0], value <= edges[bins] else { return nil }
        return value == edges[bins] ? bins - 1 : edges.lastIndex { $0 <= value }!
    }

    private func expected(_ xs: [Double], _ ys: [Double], _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, _ side: Int) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: side * side)
        for (valueX, valueY) in zip(xs, ys) {
            if let column = cell(valueX, x, side), let row = cell(valueY, y, side) { counts[row * side + column] += 1 }
        }
        return counts
    }

    @Test(arguments: [0...1024.0, 0...100.0 / 3, -1 / 7.0...5, 1e15...1e15 + 3, -3.7...1000.123], [1, 3, 97, 128, 256])
    func `Counts are those of numpy's definition, on edges and beside them`(range: ClosedRange<Double>, side: Int) throws {
        var random = Seeded(7)
        let width = range.upperBound - range.lowerBound
        // Values on edges, a step of the last bit beside them, outside, and no numbers at all.
        var xs: [Double] = (0..<600).map { index in
            let edge = range.lowerBound + width * Double(index % (side + 1)) / Double(side)
            return [edge, edge.nextUp, edge.nextDown, Double(index % (side + 1)) * (width / Double(side)) + range.lowerBound][index % 4]
        }
        xs += (0..<600).map { _ in range.lowerBound + width * Double.random(in: -0.1...1.1, using: &random) }
        xs += [.nan, .infinity, -.infinity, range.lowerBound, range.upperBound]
        let ys = xs.shuffled(using: &random)
        let axis = Axis(Caption("x"), unit: .channel, range: range)
        let counted = try Scattergram(name: "x", content: .events(x: xs, y: ys, codes: []), x: axis, y: axis).counted(side: side)
        #expect(counted.counts == expected(xs, ys, range, range, side))
    }

    @Test func `A curve counts as its numbers, at the middles of its channels`() throws {
        let axis = Axis(Caption("x"), unit: .channel, range: 0...4)
        let curve = try Histogram(name: "x", counting: [0, 0.5, 1, 3.999, 4, 4.1, -1, .nan], over: axis, bins: 4)
        #expect(curve.counts == [2, 1, 0, 2])
        #expect(curve.positions == [0.5, 1.5, 2.5, 3.5])
    }

    @Test func `Many events are counted as well as few`() throws {
        var random = Seeded(3)
        let xs = (0..<20_011).map { _ in random.normal(500, 200).rounded() }
        let ys = (0..<20_011).map { _ in random.normal(400, 100) }
        let axis = Axis(Caption("x"), unit: .channel, range: 0...1023)
        let cells = try Scattergram(name: "x", content: .events(x: xs, y: ys, codes: []), x: axis, y: axis)
        #expect(try cells.counted(side: 128).counts == expected(xs, ys, axis.range, axis.range, 128))
        #expect(throws: HematologyError.self) { try cells.counted(side: 0) }
        #expect(throws: HematologyError.self) { try cells.counted(side: 100_000) }
    }

    @Test func `Populations are counted by their codes`() throws {
        let axis = Axis.channels(3)
        let cells = try Scattergram(name: "x", content: .events(x: [0, 1, 2], y: [0, 1, 2], codes: [1, 2, 1]), x: axis, y: axis)
        #expect(try cells.counted(side: 2, codes: [1]).counts == [1, 0, 0, 1])
    }

    // MARK: - Gates

    /// Crossings of a ray to the right, by definition.
    private func isInside(_ gate: Gate, _ x: Double, _ y: Double) -> Bool {
        var inside = false
        for (index, to) in gate.vertices.enumerated() {
            let from = gate.vertices[index == 0 ? gate.vertices.count - 1 : index - 1]
            if (from.y > y) != (to.y > y), x < (to.x - from.x) / (to.y - from.y) * (y - from.y) + from.x { inside.toggle() }
        }
        return inside
    }

    @Test func `A gate counts what is inside, concave or crossing itself`() throws {
        var random = Seeded(11)
        let xs = (0..<5_000).map { _ in Double.random(in: 0...100, using: &random) }
        let ys = (0..<5_000).map { _ in Double.random(in: 0...100, using: &random) }
        let star = Gate(Caption("star"), [.init(50, 5), .init(75, 95), .init(5, 40), .init(95, 40), .init(25, 95)])
        let hook = Gate(Caption("hook"), [.init(10, 10), .init(90, 10), .init(90, 90), .init(50, 20), .init(10, 90)])
        let nothing = Gate(Caption("line"), [.init(10, 10), .init(90, 90)])
        let axis = Axis(Caption("x"), unit: .channel, range: 0...100)
        let cells = try Scattergram(name: "x", content: .events(x: xs, y: ys, codes: []), x: axis, y: axis, gates: [star, hook, nothing])
        for (gate, share) in zip(cells.gates, cells.gateShares) {
            let count = xs.indices.filter { isInside(gate, xs[$0], ys[$0]) }.count
            #expect(share.count == count)
            #expect(share.fraction == Double(count) / 5_000)
        }
    }

    @Test func `Each event lies in one of two gates that share a side`() throws {
        let grid = (0...20).flatMap { x in (0...20).map { (Double(x), Double($0)) } }
        let left = Gate(Caption("left"), [.init(0, 0), .init(10, 0), .init(10, 20), .init(0, 20)])
        let right = Gate(Caption("right"), [.init(10, 0), .init(20, 0), .init(20, 20), .init(10, 20)])
        let axis = Axis(Caption("x"), unit: .channel, range: 0...20)
        let cells = try Scattergram(
            name: "x", content: .events(x: grid.map(\.0), y: grid.map(\.1), codes: []), x: axis, y: axis, gates: [left, right])
        #expect(cells.gateShares.map(\.count) == [200, 200])
    }

    @Test func `A matrix is gated by the middles of its cells`() throws {
        let axis = Axis(Caption("x"), unit: .channel, range: 0...4)
        let gate = Gate(Caption("left"), [.init(0, 0), .init(2, 0), .init(2, 4), .init(0, 4)])
        let cells = try Scattergram(
            name: "x", content: .matrix(columns: 2, rows: 2, counts: [3, 5, 7, 11]), x: axis, y: axis, gates: [gate])
        #expect(cells.gateShares[0].count == 10)
        #expect(cells.eventCount == 26)
    }

    // MARK: - Saturation

    private func bell(cutAt limit: Double, height: Double, width: Double) -> [Double] {
        (0..<128).map { channel in
            let distance = (Double(channel) - 40) / width
            return min(limit, (height / (1 + distance * distance * distance * distance)).rounded())
        }
    }

    @Test func `A cut top is saturated, a rounded one is not`() throws {
        let cut = try Histogram(name: "WBC", channels: bell(cutAt: 4095, height: 9000, width: 9))
        #expect(cut.saturation != nil)
        #expect(cut.saturation?.contains(40) == true)
        #expect(try Histogram(name: "RBC", channels: bell(cutAt: .infinity, height: 255, width: 20)).saturation == nil)
        #expect(try Histogram(name: "x", channels: [Double](repeating: 9, count: 32)).saturation == nil)
        #expect(try Histogram(name: "x", channels: [0, 0, 0, 0]).saturation == nil)
        #expect(try Histogram(name: "x", channels: [5]).saturation == nil)
    }

    @Test func `Events that pile up at an end of an axis are seen`() throws {
        var random = Seeded(5)
        let middle = (0..<2_000).map { _ in Double.random(in: 0...2047, using: &random).rounded() }
        let axis = Axis(Caption("x"), unit: .channel, range: 0...2047)
        let cells = try Scattergram(
            name: "x", content: .events(x: middle + Array(repeating: 2047, count: 60), y: middle + Array(repeating: 900, count: 60), codes: []),
            x: axis, y: axis)
        #expect(cells.saturatedEdges == [.right])
        // As Horiba's do: scattered over the last channels.
        let spread = try Scattergram(
            name: "x", content: .events(x: middle + (0..<160).map { Double(2047 - $0 % 20) }, y: middle + Array(repeating: 900, count: 160), codes: []),
            x: axis, y: axis)
        #expect(spread.saturatedEdges == [.right])
    }
}
