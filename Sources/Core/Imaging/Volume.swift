internal import CRender
import Dispatch
import Synchronization

/// A series as one block of voxels in the patient, ready to be cut in any direction. Nothing writes to it any more, so many may read.
public final class Volume: @unchecked Sendable {
    public let kind: VoxelKind
    public let columns: Int
    public let rows: Int
    public let slices: Int
    public let geometry: VolumeGeometry
    public let rescale: Rescale
    public let photometric: PhotometricInterpretation
    /// Least and greatest cell that is not padding.
    public let cells: ClosedRange<Double>
    /// What a plane holds where there is no voxel, and where there was padding; NaN for floating point.
    public let outside: Double
    private let volume: crender_volume
    private let memory: RenderedBytes
    private let places: PlaceMemory

    init(
        _ volume: crender_volume, _ memory: RenderedBytes, geometry: VolumeGeometry, rescale: Rescale, photometric: PhotometricInterpretation,
        cells: ClosedRange<Double>
    ) {
        kind = volume.kind == CRENDER_VALUES_INT16 ? .int16 : volume.kind == CRENDER_VALUES_UINT16 ? .uint16 : .float32
        (columns, rows, slices) = (Int(volume.columns), Int(volume.rows), Int(volume.slices))
        (self.geometry, self.rescale, self.photometric, self.cells) = (geometry, rescale, photometric, cells)
        outside = volume.outside
        self.memory = memory
        places = PlaceMemory(geometry.places)
        var placed = volume
        placed.places = places.start
        self.volume = placed
    }

    /// Bytes of its voxels.
    public var length: Int { volume.length }

    /// Distance between the centres of neighbouring voxels along each side, in millimetres; along the third, the mean.
    public var spacing: SIMD3<Double> {
        let third = geometry.places.map { ($0[slices - 1] - $0[0]) / Double(slices - 1) } ?? 1
        return SIMD3(geometry.right.length, geometry.down.length, geometry.through.length * third)
    }

    /// The third coordinate of a slice.
    public func place(of slice: Int) -> Double { geometry.places?[slice] ?? Double(slice) }

    /// The centre of the block of voxels.
    public var centre: PatientVector {
        geometry.point(at: SIMD3(Double(columns - 1) / 2, Double(rows - 1) / 2, (place(of: 0) + place(of: slices - 1)) / 2))
    }

    /// Cuts a plane or a slab; large ones on several cores.
    /// - Throws: `.badArgument` for a plane that is none, `.tooLarge` beyond 2²⁶ pixels.
    public func sample(_ plane: VolumePlane) throws(ImagingError) -> SampledPlane {
        let wanted = try plane.cut(of: self)
        return try fill(width: plane.width, height: plane.height, work: plane.width * plane.height * Int(wanted.layers)) { rows, part, message in
            var band = wanted
            let above = Double(rows.lowerBound)
            band.origin = (
                wanted.origin.0 + wanted.down.0 * above, wanted.origin.1 + wanted.down.1 * above, wanted.origin.2 + wanted.down.2 * above)
            band.height = UInt32(rows.count)
            return withUnsafePointer(to: volume) { crender_plane_sample($0, &band, part.baseAddress, part.count, &message.text) }
        }
    }

    /// Lays a surface along a line flat.
    public func sample(_ curve: VolumeCurve) throws(ImagingError) -> SampledPlane {
        let line = try curve.line(in: self)
        return try fill(width: line.width, height: curve.height, work: 0) { _, part, message in
            line.points.withUnsafeBufferPointer { points in
                line.through.withUnsafeBufferPointer { through in
                    var wanted = crender_curve(
                        points: points.baseAddress, through: through.baseAddress, down: line.down, width: UInt32(line.width),
                        height: UInt32(curve.height), layers: UInt32(line.layers), interpolation: crender_interpolation(curve.interpolation),
                        projection: crender_projection(curve.projection))
                    return withUnsafePointer(to: volume) { crender_curve_sample($0, &wanted, part.baseAddress, part.count, &message.text) }
                }
            }
        }
    }

    /// Samples that are worth the start of another thread.
    private static let worthwhile = 1 << 20

    /// Has `body` fill bands of rows of a new plane, at the same time where that is worth it.
    private func fill(
        width: Int, height: Int, work: Int, _ body: (Range<Int>, UnsafeMutableRawBufferPointer, inout RenderMessage) -> Int32
    ) throws(ImagingError) -> SampledPlane {
        let rowLength = width * (kind == .float32 ? 4 : 2)
        guard (1...65_535).contains(width), (1...65_535).contains(height), width * height <= Int(CRENDER_PLANE_PIXELS) else {
            throw ImagingError(.tooLarge, "a plane of \(width) × \(height) pixels")
        }
        let bands = min(height, max(1, min(16, work / Self.worthwhile)))
        let failure = Mutex<ImagingError?>(nil)
        let bytes = [UInt8](unsafeUninitializedCapacity: rowLength * height) { buffer, count in
            nonisolated(unsafe) let start = UnsafeMutableRawPointer(buffer.baseAddress!)
            withoutActuallyEscaping(body) { body in
                nonisolated(unsafe) let body = body
                DispatchQueue.concurrentPerform(iterations: bands) { band in
                    let rows = height * band / bands..<height * (band + 1) / bands
                    var message = RenderMessage()
                    let part = UnsafeMutableRawBufferPointer(start: start + rows.lowerBound * rowLength, count: rows.count * rowLength)
                    let status = body(rows, part, &message)
                    if status != 0 { failure.withLock { $0 = ImagingError(status, message) } }
                }
            }
            count = rowLength * height
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        return SampledPlane(kind: kind, width: width, height: height, bytes: bytes, outside: outside, rescale: rescale, photometric: photometric)
    }
}

/// The places of slices, where C finds them for as long as the volume lives.
private final class PlaceMemory {
    private let block: UnsafeMutableBufferPointer<Double>?

    init(_ places: [Double]?) {
        block = places.map { places in
            let block = UnsafeMutableBufferPointer<Double>.allocate(capacity: places.count)
            _ = block.initialize(from: places)
            return block
        }
    }

    deinit { block?.deallocate() }

    var start: UnsafePointer<Double>? { block.map { UnsafePointer($0.baseAddress!) } }
}
