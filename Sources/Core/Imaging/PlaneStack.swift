/// The planes that anatomy is read in, as they are hung: a patient's right on the left of the picture, the front up or to the left.
public enum AnatomicalPlane: String, Sendable, CaseIterable {
    case axial
    case coronal
    case sagittal
    /// As the slices were taken.
    case acquired

    /// To the right and down in the picture.
    private func directions(in geometry: VolumeGeometry) -> (right: PatientVector, down: PatientVector) {
        switch self {
        case .axial: (PatientVector(1, 0, 0), PatientVector(0, 1, 0))
        case .coronal: (PatientVector(1, 0, 0), PatientVector(0, 0, -1))
        case .sagittal: (PatientVector(0, 1, 0), PatientVector(0, 0, -1))
        case .acquired: (geometry.right.normalized ?? .zero, geometry.down.normalized ?? .zero)
        }
    }

    /// The planes of this kind that cover a volume. The acquired ones are its slices, pixel by pixel (but for shear, which they undo); the
    /// others have square pixels as small as its closest voxels.
    public func stack(through volume: Volume) -> PlaneStack {
        let geometry = volume.geometry, (right, down) = directions(in: geometry)
        let normal = right.cross(down), spacing = volume.spacing
        let step = self == .acquired ? abs(geometry.through.dot(normal)) * spacing.z / geometry.through.length : spacing.min()
        let (columnStep, rowStep) = self == .acquired ? (spacing.x, spacing.y) : (spacing.min(), spacing.min())
        let box = Box(of: volume, along: [right, down, normal])
        let width = box.count(0, columnStep), height = box.count(1, rowStep), count = box.count(2, step)
        let origin = right * box.low[0] + down * box.low[1] + normal * box.low[2]
        return PlaneStack(
            first: VolumePlane(
                origin: origin, right: right, down: down, columnSpacing: columnStep, rowSpacing: rowStep, width: width, height: height),
            step: normal * step, count: count)
    }
}

/// Parallel planes, equally far apart.
public struct PlaneStack: Sendable {
    public let first: VolumePlane
    /// From a plane to the next.
    public let step: PatientVector
    public let count: Int

    public func plane(_ number: Int) -> VolumePlane {
        var plane = first
        plane.origin += step * Double(number)
        return plane
    }
}

/// How far the centres of the outermost voxels reach along three directions.
private struct Box {
    var low: [Double]
    var high: [Double]

    init(of volume: Volume, along directions: [PatientVector]) {
        let last = (Double(volume.columns - 1), Double(volume.rows - 1), volume.place(of: volume.slices - 1))
        let corners = (0..<8).map { corner in
            volume.geometry.point(
                at: SIMD3(corner & 1 == 0 ? 0 : last.0, corner & 2 == 0 ? 0 : last.1, corner & 4 == 0 ? volume.place(of: 0) : last.2))
        }
        low = directions.map { direction in corners.map { $0.dot(direction) }.min() ?? 0 }
        high = directions.map { direction in corners.map { $0.dot(direction) }.max() ?? 0 }
    }

    /// Steps that fit, both ends included.
    func count(_ side: Int, _ step: Double) -> Int { max(1, min(8192, Int(((high[side] - low[side]) / step + 0.001).rounded(.down)) + 1)) }
}
