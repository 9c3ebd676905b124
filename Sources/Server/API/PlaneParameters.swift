import Imaging

/// The query of a plane: `origin`, `right`, `down` (x,y,z in the patient: the centre of the upper left pixel, and two directions),
/// `spacing` (millimetres between pixels, or between columns and between rows), `size` (columns,rows), `thickness` (millimetres, 0 by
/// default), `projection` (maximum, minimum, mean), `interpolation` (nearest, linear, cubic); and those of ``PlaneOutput``.
struct PlaneParameters: Sendable {
    let plane: VolumePlane
    let output: PlaneOutput

    init(_ query: QueryString) throws {
        let spacing = try query.millimetres("spacing", 1...2), size = try query.millimetres("size", 2...2)
        let sampling = try Sampling(query)
        plane = VolumePlane(
            origin: try query.vector("origin"), right: try query.vector("right"), down: try query.vector("down"), columnSpacing: spacing[0],
            rowSpacing: spacing[spacing.count - 1], width: try Self.side(size[0]), height: try Self.side(size[1]), thickness: sampling.thickness,
            interpolation: sampling.interpolation, projection: sampling.projection)
        output = try PlaneOutput(query)
    }

    fileprivate static func side(_ number: Double) throws -> Int {
        guard let side = Int(exactly: number), (1...RenderedParameters.largestSide).contains(side) else {
            throw DICOMwebError(.badRequest, "sides are 1 to \(RenderedParameters.largestSide) pixels")
        }
        return side
    }
}

/// The query of a curve: `points` (x,y,z;x,y,z…), `down` (a direction), `spacing` (millimetres between pixels), `height` (pixels), and the
/// sampling and output of a plane.
struct CurveParameters: Sendable {
    let curve: VolumeCurve
    let output: PlaneOutput

    init(_ query: QueryString) throws {
        guard let text = query["points"] else { throw DICOMwebError(.badRequest, "points is missing") }
        let points = try text.split(separator: ";").map { point in
            try QueryString("point=\(point)").vector("point")
        }
        guard (2...1000).contains(points.count) else { throw DICOMwebError(.badRequest, "a line has 2 to 1000 points") }
        let sampling = try Sampling(query)
        curve = VolumeCurve(
            points: points, down: try query.vector("down"), spacing: try query.millimetres("spacing", 1...1)[0],
            height: try PlaneParameters.side(query.millimetres("height", 1...1)[0]), thickness: sampling.thickness,
            interpolation: sampling.interpolation, projection: sampling.projection)
        output = try PlaneOutput(query)
    }
}

private struct Sampling {
    let thickness: Double
    let interpolation: Interpolation
    let projection: Projection

    init(_ query: QueryString) throws {
        thickness = try query.numbers("thickness")?.first ?? 0
        interpolation = try query.choice("interpolation") ?? .linear
        projection = try query.choice("projection") ?? .maximum
    }
}

extension QueryString {
    /// Three numbers.
    fileprivate func vector(_ name: String) throws -> PatientVector {
        let numbers = try millimetres(name, 3...3)
        return PatientVector(numbers[0], numbers[1], numbers[2])
    }

    fileprivate func millimetres(_ name: String, _ count: ClosedRange<Int>) throws -> [Double] {
        guard let numbers = try numbers(name) else { throw DICOMwebError(.badRequest, "\(name) is missing") }
        guard count.contains(numbers.count) else {
            throw DICOMwebError(.badRequest, "\(name) is \(count.upperBound) numbers with commas between; there are \(numbers.count)")
        }
        return numbers
    }

    /// One of a set of words.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) throws -> Choice? where Choice.RawValue == String {
        guard let text = self[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw DICOMwebError(.badRequest, "\(name) is one of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")); it is “\(text)”")
        }
        return choice
    }
}
