/// A point or a direction in the patient, in millimetres: x to the left, y to the back, z to the head (PS3.3 C.7.6.2.1.1).
public typealias PatientVector = SIMD3<Double>

extension SIMD3<Double> {
    public func dot(_ other: SIMD3<Double>) -> Double { (self * other).sum() }

    public func cross(_ other: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }

    public var length: Double { dot(self).squareRoot() }

    /// Of length 1; nil for what has no direction.
    public var normalized: SIMD3<Double>? {
        let length = length
        return length > 1e-9 && length.isFinite ? self / length : nil
    }
}

/// Where the voxels of a volume lie in the patient. The three directions need not be perpendicular: a tilted gantry shears them.
public struct VolumeGeometry: Sendable, Equatable {
    /// The centre of the first voxel.
    public let origin: PatientVector
    /// From a voxel to the next column, to the next row, and along the third coordinate by 1.
    public let right: PatientVector
    public let down: PatientVector
    public let through: PatientVector
    /// Slices that are not equally far apart: the third coordinate of each, ascending, in millimetres along the normal of the slices. Nil
    /// where the third coordinate is the slice's index.
    public let places: [Double]?
    private let inverse: (PatientVector, PatientVector, PatientVector)

    /// - Returns: nil where the three directions span no space.
    public init?(origin: PatientVector, right: PatientVector, down: PatientVector, through: PatientVector, places: [Double]? = nil) {
        let volume = right.dot(down.cross(through))
        guard abs(volume) > 1e-12, volume.isFinite, origin.sum().isFinite else { return nil }
        (self.origin, self.right, self.down, self.through, self.places) = (origin, right, down, through, places)
        inverse = (down.cross(through) / volume, through.cross(right) / volume, right.cross(down) / volume)
    }

    public static func == (one: VolumeGeometry, other: VolumeGeometry) -> Bool {
        one.origin == other.origin && one.right == other.right && one.down == other.down && one.through == other.through
            && one.places == other.places
    }

    /// Coordinates of a point of the patient; the first voxel's centre is at (0, 0, 0).
    public func coordinates(of point: PatientVector) -> SIMD3<Double> { coordinates(along: point - origin) }

    /// What a step in the patient is in coordinates.
    public func coordinates(along step: PatientVector) -> SIMD3<Double> {
        SIMD3(inverse.0.dot(step), inverse.1.dot(step), inverse.2.dot(step))
    }

    public func point(at coordinates: SIMD3<Double>) -> PatientVector {
        origin + right * coordinates.x + down * coordinates.y + through * coordinates.z
    }

    /// The direction in which slices are piled, at a right angle to them.
    public var normal: PatientVector { right.cross(down).normalized ?? SIMD3(0, 0, 1) }
}
