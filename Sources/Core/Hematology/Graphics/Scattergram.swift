/// Cells on two measured axes: as the instrument's list of events, or already counted into a matrix.
public struct Scattergram: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        /// One x and one y an event, and the code of its population where the instrument says so (else empty).
        case events(x: [Double], y: [Double], codes: [Int])
        /// Counts row by row, the lowest y first, over the ranges of the two axes.
        case matrix(columns: Int, rows: Int, counts: [UInt32])
    }

    /// What an instrument's population code stands for.
    public struct Population: Sendable, Hashable {
        public var code: Int
        public var caption: Caption
        /// Which colour of the palette it takes.
        public var role: Role

        public init(code: Int, caption: Caption, role: Role) {
            self.code = code
            self.caption = caption
            self.role = role
        }
    }

    /// The populations that analyzers colour.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        case lymphocytes, monocytes, neutrophils, eosinophils, basophils, immature, debris, other
    }

    public var name: String
    /// What it is called where it is shown; the instrument's name where nothing better is known.
    public var title: Caption
    public var content: Content
    public var x: Axis
    public var y: Axis
    /// Those known by name; an event of any other code is shown as `.other`.
    public var populations: [Population]
    public var gates: [Gate]

    /// - Throws: `.badArgument` when the arrays do not fit each other or the axes span nothing.
    public init(
        name: String, title: Caption? = nil, content: Content, x: Axis, y: Axis, populations: [Population] = [], gates: [Gate] = []
    ) throws(HematologyError) {
        switch content {
        case .events(let xs, let ys, let codes):
            guard xs.count == ys.count, codes.isEmpty || codes.count == xs.count else {
                throw HematologyError(.badArgument, "“\(name)” has \(xs.count) x, \(ys.count) y and \(codes.count) population codes")
            }
        case .matrix(let columns, let rows, let counts):
            guard columns > 0, rows > 0, columns.multipliedReportingOverflow(by: rows) == (counts.count, false) else {
                throw HematologyError(.badArgument, "“\(name)” has \(counts.count) counts for \(columns) × \(rows)")
            }
        }
        for axis in [x, y] {
            guard axis.range.lowerBound < axis.range.upperBound, (axis.range.upperBound - axis.range.lowerBound).isFinite else {
                throw HematologyError(.badArgument, "“\(name)” has an axis that spans nothing: \(axis.range)")
            }
        }
        self.name = name
        self.title = title ?? Caption(name)
        self.content = content
        self.x = x
        self.y = y
        self.populations = populations
        self.gates = gates
    }

    /// Events, or the sum of the matrix.
    public var eventCount: Int {
        switch content {
        case .events(let x, _, _): x.count
        case .matrix(_, _, let counts): counts.reduce(0) { $0 + Int($1) }
        }
    }
}
