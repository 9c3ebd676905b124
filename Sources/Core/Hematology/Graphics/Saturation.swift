internal import CHematology

extension Histogram {
    /// Where the instrument cut the curve off at its greatest count; nil for a curve with a peak of its own. A cut top is no peak: neither its
    /// place nor its height was measured.
    public var saturation: ClosedRange<Double>? {
        let top = chematology_find_top(counts, counts.count)
        return top.is_saturated ? positions[top.first]...positions[top.last] : nil
    }
}

extension Scattergram {
    public enum Edge: String, Sendable, Hashable, CaseIterable { case left, right, bottom, top }

    /// The edges at which events pile up because the instrument measures no further. A matrix holds no such list.
    public var saturatedEdges: [Edge] {
        guard case .events(let xs, let ys, _) = content else { return [] }
        return Edge.allCases.filter { edge in
            switch edge {
            case .left: Self.isPiled(xs, at: x.range.lowerBound, inward: 1)
            case .right: Self.isPiled(xs, at: x.range.upperBound, inward: -1)
            case .bottom: Self.isPiled(ys, at: y.range.lowerBound, inward: 1)
            case .top: Self.isPiled(ys, at: y.range.upperBound, inward: -1)
            }
        }
    }

    private static func isPiled(_ values: [Double], at limit: Double, inward: Int32) -> Bool {
        chematology_is_piled(values, values.count, limit, inward, 16, nil)
    }
}
