import Imaging
import Testing

/// Volumes through the Swift face; Tests/Interop/test_volumes.py sets the C beneath it beside NumPy and SimpleITK.
@Suite struct VolumeTests {
    private static let columns = 20, rows = 16

    /// A value that says where in the patient it is: 8x + 12y + 20z, a whole number at every quarter of a millimetre. Slices may be shifted by a tilted gantry.
    private func volume(places: [Double] = [0, 2, 4, 6, 8, 10], shift: Double = 0) throws -> Volume {
        let slices = places.map { place in
            SlicePlacement(
                position: PatientVector(10, 20 + shift * place, 30 + place), right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
                columnSpacing: 1, rowSpacing: 1, columns: Self.columns, rows: Self.rows)
        }
        let stack = try SliceStack(slices)
        let builder = try VolumeBuilder(kind: .int16, columns: Self.columns, rows: Self.rows, slices: slices.count)
        let format = PixelFormat(rows: Self.rows, columns: Self.columns, bitsAllocated: 16, isSigned: true)
        for (slice, position) in stack.order.map({ slices[$0].position }).enumerated() {
            var pixels: [Int16] = []
            for row in 0..<Self.rows {
                for column in 0..<Self.columns { pixels.append(Int16(value(at: position + PatientVector(Double(column), Double(row), 0)))) }
            }
            try pixels.withUnsafeBytes { bytes in try builder.load(bytes, format: format, slice: slice) }
        }
        return try builder.finish(geometry: stack.geometry, rescale: Rescale(slope: 0.5, intercept: -100))
    }

    private func value(at point: PatientVector) -> Double { point.dot(PatientVector(8, 12, 20)) }

    private func values(_ plane: SampledPlane) -> [Int16] { plane.bytes.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) } }

    private func expect(_ plane: VolumePlane, in volume: Volume, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let drawn = values(try volume.sample(plane))
        for row in 0..<plane.height {
            for column in 0..<plane.width {
                let across = plane.right * (plane.columnSpacing * Double(column)), along = plane.down * (plane.rowSpacing * Double(row))
                let expected = value(at: plane.origin + across + along).rounded(.toNearestOrEven)
                #expect(Double(drawn[row * plane.width + column]) == expected, sourceLocation: sourceLocation)
            }
        }
    }

    private let coronal = VolumePlane(
        origin: PatientVector(12, 28, 39), right: PatientVector(1, 0, 0), down: PatientVector(0, 0, -1), columnSpacing: 1, rowSpacing: 0.5,
        width: 14, height: 17)

    @Test func `a plane is found where it lies in the patient`() throws {
        try expect(coronal, in: volume())
    }

    @Test func `a tilted gantry leaves anatomy in its place`() throws {
        try expect(coronal, in: volume(shift: 0.25))
    }

    @Test func `uneven and missing slices leave anatomy in its place`() throws {
        try expect(coronal, in: volume(places: [0, 2, 2.5, 7, 8, 10]))
        try expect(coronal, in: volume(places: [0, 2, 4, 8, 10]))
    }

    @Test func `a curve drawn straight is a plane`() throws {
        let volume = try volume()
        let curve = VolumeCurve(
            points: [PatientVector(12, 28, 35), PatientVector(20, 28, 35), PatientVector(25, 28, 35)], down: PatientVector(0, 0, -1), spacing: 1,
            height: 9)
        var plane = coronal
        (plane.rowSpacing, plane.height) = (1, 9)
        #expect(values(try volume.sample(curve)) == values(try volume.sample(plane)))
    }

    @Test func `a slab is centred on its plane`() throws {
        var slab = coronal
        (slab.thickness, slab.projection) = (4, .mean)
        let volume = try volume()
        #expect(values(try volume.sample(slab)) == values(try volume.sample(coronal)))
        slab.projection = .maximum
        // Along y, the outermost of four layers lies 1.5 mm further on.
        let highest = values(try volume.sample(slab)), middle = values(try volume.sample(coronal))
        for (one, other) in zip(highest, middle) { #expect(abs(Double(one) - Double(other) - 18) <= 0.5) }
    }

    @Test func `standard planes cover the volume`() throws {
        let volume = try volume()
        for anatomical in AnatomicalPlane.allCases {
            let stack = anatomical.stack(through: volume), plane = stack.plane(stack.count / 2)
            #expect(values(try volume.sample(plane)).allSatisfy { Double($0) != volume.outside }, "\(anatomical)")
        }
        let slices = AnatomicalPlane.acquired.stack(through: volume)
        #expect((slices.count, slices.first.width, slices.first.height) == (6, Self.columns, Self.rows))
    }

    @Test func `a fused picture mixes where both have voxels`() throws {
        let volume = try volume(), plane = try volume.sample(coronal)
        let window = VOITransform.linearExact(center: 0, width: 400), grey = try plane.picture(voi: window)
        let levels = grey.bytes, mixed = try grey.fused(with: plane, voi: window, colors: .hotIron, opacity: 0.25).bytes
        let map = ColorMap.hotIron.entries
        for (pixel, level) in levels.enumerated() {
            for channel in 0..<3 {
                let color = Double(map[Int(level) * 3 + channel]), drawn = Double(mixed[pixel * 3 + channel])
                let expected = 0.75 * Double(level) + 0.25 * color
                #expect(abs(drawn - expected) <= 1)
            }
        }
    }

    @Test func `nonsense is refused`() throws {
        let volume = try volume()
        var plane = coronal
        plane.down = plane.right
        #expect(throws: ImagingError.self) { try volume.sample(plane) }
        (plane.down, plane.columnSpacing) = (PatientVector(0, 0, -1), 0)
        #expect(throws: ImagingError.self) { try volume.sample(plane) }
        (plane.columnSpacing, plane.thickness) = (1, .infinity)
        #expect(throws: ImagingError.self) { try volume.sample(plane) }
        (plane.thickness, plane.width) = (0, 0)
        #expect(throws: ImagingError.self) { try volume.sample(plane) }
        #expect(throws: ImagingError.self) { try VolumeBuilder(kind: .int16, columns: 1, rows: 10, slices: 10) }
        #expect(throws: ImagingError.self) {
            try volume.sample(VolumeCurve(points: [.zero, .zero], down: PatientVector(0, 0, 1), spacing: 1, height: 5))
        }
    }
}
