/// A polygon on a scattergram; what lies inside is a population. Inside is by the even-odd rule.
public struct Gate: Sendable, Hashable {
    public struct Vertex: Sendable, Hashable {
        public var x: Double
        public var y: Double

        public init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    public var caption: Caption
    /// In the units of the two axes; the last vertex joins the first.
    public var vertices: [Vertex]

    public init(_ caption: Caption, _ vertices: [Vertex]) {
        self.caption = caption
        self.vertices = vertices
    }
}
