internal import CRender

/// A surface that follows a line drawn in the patient, laid flat (curved planar reformation). The line runs from left to right, at its true
/// length; from top to bottom the surface reaches out in one direction, the same everywhere.
public struct VolumeCurve: Sendable, Hashable {
    /// Corners of the line; at least two that differ.
    public var points: [PatientVector]
    /// From top to bottom; its length does not count. For a line drawn on a plane, the normal of that plane.
    public var down: PatientVector
    /// Millimetres between pixels, along the line and down.
    public var spacing: Double
    /// Pixels; the line runs through the middle.
    public var height: Int
    /// Of the slab across the surface, in millimetres; 0 for none.
    public var thickness: Double
    public var interpolation: Interpolation
    public var projection: Projection

    public init(
        points: [PatientVector], down: PatientVector, spacing: Double, height: Int, thickness: Double = 0,
        interpolation: Interpolation = .linear, projection: Projection = .maximum
    ) {
        (self.points, self.down, self.spacing, self.height) = (points, down, spacing, height)
        (self.thickness, self.interpolation, self.projection) = (thickness, interpolation, projection)
    }

    /// The line in the coordinates of a volume, three numbers a point.
    struct Line {
        let width: Int
        let points: [Double]
        let through: [Double]
        let down: (Double, Double, Double)
        let layers: Int
    }

    func line(in volume: Volume) throws(ImagingError) -> Line {
        guard let down = down.normalized else { throw ImagingError(.badArgument, "a curve without a direction to reach out in") }
        guard spacing > 0, spacing.isFinite else { throw ImagingError(.badArgument, "pixels of \(spacing) mm") }
        let walk = try walk()
        let layers = try Layers(thickness: thickness, in: volume)
        let geometry = volume.geometry
        var coordinates: [Double] = [], through: [Double] = []
        for (point, direction) in walk {
            let place = geometry.coordinates(of: point)
            // Where the line runs along `down` there is no across.
            let across = (down.cross(direction).normalized ?? .zero) * layers.spacing
            let step = geometry.coordinates(along: across)
            coordinates += [place.x, place.y, place.z]
            through += [step.x, step.y, step.z]
        }
        return Line(
            width: walk.count, points: coordinates, through: through, down: geometry.coordinates(along: down * spacing).tuple, layers: layers.count)
    }

    /// Points at equal distances along the line, with the direction it has there.
    private func walk() throws(ImagingError) -> [(point: PatientVector, direction: PatientVector)] {
        var corners: [PatientVector] = []
        for point in points where corners.last.map({ (point - $0).length > 1e-6 }) ?? true { corners.append(point) }
        let lengths = zip(corners, corners.dropFirst()).map { ($1 - $0).length }, total = lengths.reduce(0, +)
        guard corners.count >= 2, total.isFinite else { throw ImagingError(.badArgument, "a line needs two points that differ") }
        let count = total / spacing
        guard count < 65_535 else { throw ImagingError(.tooLarge, "a line of \(total) mm in steps of \(spacing) mm") }

        var walk: [(point: PatientVector, direction: PatientVector)] = []
        var segment = 0, before = 0.0
        for step in 0...Int(count) {
            let way = Double(step) * spacing
            while segment < lengths.count - 1, way > before + lengths[segment] {
                before += lengths[segment]
                segment += 1
            }
            let direction = (corners[segment + 1] - corners[segment]) / lengths[segment]
            walk.append((corners[segment] + direction * (way - before), direction))
        }
        return walk
    }
}
