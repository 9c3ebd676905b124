internal import CRender

/// Modality values of a frame, row by row, in the byte order of this machine.
public struct ModalityValues: Sendable {
    public enum Kind: Sendable, Hashable {
        case int16
        case uint16
        case float32
    }

    public let kind: Kind
    private let memory: RenderedBytes

    init(_ values: crender_values) {
        kind = values.kind == CRENDER_VALUES_INT16 ? .int16 : values.kind == CRENDER_VALUES_UINT16 ? .uint16 : .float32
        memory = RenderedBytes(values.data, count: values.length)
    }

    /// The values, copied.
    public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// The values, for as long as `body` runs.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try memory.withUnsafeBytes(body)
    }
}

/// Modality values of the pixels that are neither padding nor NaN nor infinite; all 0 when there is none.
public struct FrameStatistics: Sendable, Hashable {
    public let count: Int
    public let minimum: Double
    public let maximum: Double
    public let mean: Double
    /// Of the population: divided by `count`.
    public let standardDeviation: Double
}

extension Renderer {
    /// Modality values at full range, padding included: 16-bit integers when every value of the frame is one (signed if it can be),
    /// otherwise 32-bit floating point.
    public static func modalityValues(
        _ pixels: UnsafeRawBufferPointer, format: PixelFormat, modality: ModalityTransform = .identity,
        samples: SampleKind = .integer, bitOffset: Int = 0
    ) throws(ImagingError) -> ModalityValues {
        let memory = CallMemory()
        var source = try crender_source(pixels, format, samples: samples, bitOffset: bitOffset)
        var transform = try crender_modality(modality, memory)
        var values = crender_values()
        var message = RenderMessage()
        let status = withExtendedLifetime(memory) { crender_modality_values(&source, &transform, &values, &message.text) }
        if status != 0 { throw ImagingError(status, message) }
        return ModalityValues(values)
    }

    public static func statistics(
        _ pixels: UnsafeRawBufferPointer, format: PixelFormat, modality: ModalityTransform = .identity, padding: Padding? = nil,
        samples: SampleKind = .integer, bitOffset: Int = 0
    ) throws(ImagingError) -> FrameStatistics {
        let memory = CallMemory()
        var source = try crender_source(pixels, format, samples: samples, bitOffset: bitOffset)
        var transform = try crender_modality(modality, memory)
        var excluded = crender_padding(padding)
        var found = crender_statistics()
        var message = RenderMessage()
        let status = withExtendedLifetime(memory) { crender_measure(&source, &transform, &excluded, &found, &message.text) }
        if status != 0 { throw ImagingError(status, message) }
        return FrameStatistics(
            count: Int(found.count), minimum: found.minimum, maximum: found.maximum, mean: found.mean,
            standardDeviation: found.standard_deviation)
    }

    /// Counts modality values into bins of equal width over `range`, both ends included; what lies outside is not counted.
    public static func histogram(
        _ pixels: UnsafeRawBufferPointer, format: PixelFormat, range: ClosedRange<Double>, bins: Int,
        modality: ModalityTransform = .identity, padding: Padding? = nil, samples: SampleKind = .integer, bitOffset: Int = 0
    ) throws(ImagingError) -> [UInt64] {
        guard (1...1 << 24).contains(bins) else { throw ImagingError(.badArgument, "a histogram of \(bins) bins") }
        let memory = CallMemory()
        var source = try crender_source(pixels, format, samples: samples, bitOffset: bitOffset)
        var transform = try crender_modality(modality, memory)
        var excluded = crender_padding(padding)
        var counts = [UInt64](repeating: 0, count: bins)
        var message = RenderMessage()
        let status = withExtendedLifetime(memory) {
            crender_histogram(
                &source, &transform, &excluded, range.lowerBound, range.upperBound, &counts, bins, &message.text)
        }
        if status != 0 { throw ImagingError(status, message) }
        return counts
    }
}
