internal import CRender
import Synchronization

/// How voxels are held.
public typealias VoxelKind = ModalityValues.Kind

/// A volume while its slices come in, from any thread and in any order.
public final class VolumeBuilder: @unchecked Sendable {
    // What is shared is the memory of the voxels, in which every slice writes to a part of its own; and `facts`, behind a lock.
    private let volume: crender_volume
    private let memory: RenderedBytes
    private let facts: Mutex<[crender_slice_facts?]>

    /// - Throws: `.badArgument` for a side below 2, `.tooLarge` beyond 2³¹ voxels, `.internal` where there is no memory for it.
    public init(kind: VoxelKind, columns: Int, rows: Int, slices: Int) throws(ImagingError) {
        var volume = crender_volume()
        var message = RenderMessage()
        let status = crender_volume_create(
            crender_value_kind(kind), UInt32(clamping: columns), UInt32(clamping: rows), UInt32(clamping: slices), &volume, &message.text)
        if status != 0 { throw ImagingError(status, message) }
        self.volume = volume
        memory = RenderedBytes(volume.voxels, count: volume.length)
        facts = Mutex(Array(repeating: nil, count: slices))
    }

    /// Bytes that a volume takes, or nil for one that is beyond all bounds.
    public static func length(kind: VoxelKind, columns: Int, rows: Int, slices: Int) -> Int? {
        let (area, isTooWide) = columns.multipliedReportingOverflow(by: rows)
        let (count, isTooDeep) = area.multipliedReportingOverflow(by: slices)
        let (length, isTooLong) = count.multipliedReportingOverflow(by: kind == .float32 ? 4 : 2)
        return isTooWide || isTooDeep || isTooLong ? nil : length
    }

    /// Writes a decoded grey frame. Integers are kept as stored values; for floating point the modality transform is applied here.
    public func load(
        _ pixels: UnsafeRawBufferPointer, format: PixelFormat, samples: SampleKind = .integer, modality: ModalityTransform = .identity,
        padding: Padding? = nil, slice: Int
    ) throws(ImagingError) {
        let memory = CallMemory()
        var volume = volume
        var source = try crender_source(pixels, format, samples: samples, bitOffset: 0)
        var transform = try crender_modality(modality, memory)
        var excluded = crender_padding(padding)
        var found = crender_slice_facts()
        var message = RenderMessage()
        let status = withExtendedLifetime(memory) {
            crender_volume_load(&volume, UInt32(clamping: slice), &source, &transform, &excluded, &found, &message.text)
        }
        if status != 0 { throw ImagingError(status, message) }
        facts.withLock { $0[slice] = found }
    }

    /// The volume, once all slices are there. The builder is of no use afterwards.
    /// - Parameter rescale: of integer voxels; floating-point ones are modality values already.
    public func finish(
        geometry: VolumeGeometry, rescale: Rescale = Rescale(), photometric: PhotometricInterpretation = .monochrome2
    ) throws(ImagingError) -> Volume {
        let facts = facts.withLock { $0 }
        let known = facts.compactMap(\.self)
        guard known.count == facts.count else { throw ImagingError(.badArgument, "slices are missing") }
        let least = known.map(\.least).min() ?? .infinity, greatest = known.map(\.greatest).max() ?? -.infinity
        var settled = volume
        crender_volume_settle(&settled, least)
        for (slice, found) in known.enumerated() {
            var found = found
            var message = RenderMessage()
            let status = crender_volume_blank(&settled, UInt32(slice), &found, &message.text)
            if status != 0 { throw ImagingError(status, message) }
        }
        if let places = geometry.places, places.count != facts.count { throw ImagingError(.badArgument, "slices without a place") }
        return Volume(
            settled, memory, geometry: geometry, rescale: settled.kind == CRENDER_VALUES_FLOAT32 ? Rescale() : rescale, photometric: photometric,
            cells: least <= greatest ? least...greatest : 0...0)
    }
}

/// Cell → modality value, of a whole volume (PS3.3 C.11.1).
public struct Rescale: Sendable, Hashable {
    public var slope: Double
    public var intercept: Double

    public init(slope: Double = 1, intercept: Double = 0) { (self.slope, self.intercept) = (slope, intercept) }
}

extension crender_value_kind {
    init(_ kind: VoxelKind) {
        self = switch kind {
        case .int16: CRENDER_VALUES_INT16
        case .uint16: CRENDER_VALUES_UINT16
        case .float32: CRENDER_VALUES_FLOAT32
        }
    }
}
