internal import CRender

/// How values between voxels are found.
public enum Interpolation: String, Sendable, Hashable, CaseIterable {
    case nearest
    case linear
    /// Catmull-Rom along each axis.
    case cubic
}

/// What becomes of the samples through the thickness of a slab.
public enum Projection: String, Sendable, Hashable, CaseIterable {
    case maximum
    case minimum
    case mean
}

/// A rectangle of pixels in the patient.
public struct VolumePlane: Sendable, Hashable {
    /// The centre of the upper left pixel, in the middle of the thickness.
    public var origin: PatientVector
    /// To the right and down; their length does not count.
    public var right: PatientVector
    public var down: PatientVector
    /// Millimetres from a pixel to its right neighbour, and to the one below.
    public var columnSpacing: Double
    public var rowSpacing: Double
    public var width: Int
    public var height: Int
    /// Of the slab, in millimetres; 0 for a plane.
    public var thickness: Double
    public var interpolation: Interpolation
    public var projection: Projection

    public init(
        origin: PatientVector, right: PatientVector, down: PatientVector, columnSpacing: Double, rowSpacing: Double, width: Int, height: Int,
        thickness: Double = 0, interpolation: Interpolation = .linear, projection: Projection = .maximum
    ) {
        (self.origin, self.right, self.down) = (origin, right, down)
        (self.columnSpacing, self.rowSpacing, self.width, self.height) = (columnSpacing, rowSpacing, width, height)
        (self.thickness, self.interpolation, self.projection) = (thickness, interpolation, projection)
    }

    /// The plane in the coordinates of a volume.
    func cut(of volume: Volume) throws(ImagingError) -> crender_plane {
        guard let right = right.normalized, let down = down.normalized, let normal = right.cross(down).normalized else {
            throw ImagingError(.badArgument, "the two directions span no plane")
        }
        guard columnSpacing > 0, rowSpacing > 0, columnSpacing.isFinite, rowSpacing.isFinite else {
            throw ImagingError(.badArgument, "pixels of \(columnSpacing) × \(rowSpacing) mm")
        }
        let layers = try Layers(thickness: thickness, in: volume)
        let geometry = volume.geometry
        let first = origin - normal * (layers.spacing * Double(layers.count - 1) / 2)
        return crender_plane(
            origin: geometry.coordinates(of: first).tuple, right: geometry.coordinates(along: right * columnSpacing).tuple,
            down: geometry.coordinates(along: down * rowSpacing).tuple, through: geometry.coordinates(along: normal * layers.spacing).tuple,
            width: UInt32(clamping: width), height: UInt32(clamping: height), layers: UInt32(layers.count),
            interpolation: crender_interpolation(interpolation), projection: crender_projection(projection))
    }
}

/// The layers of a slab: as far apart as the closest voxels are.
struct Layers {
    let count: Int
    /// Millimetres from layer to layer.
    let spacing: Double

    init(thickness: Double, in volume: Volume) throws(ImagingError) {
        guard thickness >= 0, thickness.isFinite else { throw ImagingError(.badArgument, "a slab of \(thickness) mm") }
        let finest = volume.spacing.min(), intervals = (thickness / finest).rounded()
        guard intervals < Double(CRENDER_PLANE_LAYERS) else { throw ImagingError(.tooLarge, "a slab of \(thickness) mm") }
        // The outer layers stand for half an interval beyond them, so a slab of n intervals has n layers.
        count = max(1, Int(intervals))
        spacing = count > 1 ? thickness / Double(count) : 0
    }
}

extension SIMD3<Double> {
    var tuple: (Double, Double, Double) { (x, y, z) }
}

extension crender_interpolation {
    init(_ interpolation: Interpolation) {
        self = switch interpolation {
        case .nearest: CRENDER_SAMPLE_NEAREST
        case .linear: CRENDER_SAMPLE_LINEAR
        case .cubic: CRENDER_SAMPLE_CUBIC
        }
    }
}

extension crender_projection {
    init(_ projection: Projection) {
        self = switch projection {
        case .maximum: CRENDER_PROJECT_MAXIMUM
        case .minimum: CRENDER_PROJECT_MINIMUM
        case .mean: CRENDER_PROJECT_MEAN
        }
    }
}
