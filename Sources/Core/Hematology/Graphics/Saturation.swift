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
            let (values, axis) = edge == .left || edge == .right ? (xs, x) : (ys, y)
            return chematology_is_piled(
                values, values.count, axis.range.lowerBound, axis.range.upperBound, edge == .left || edge == .bottom)
        }
    }
}
