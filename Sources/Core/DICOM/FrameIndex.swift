internal import CDICOM

/// Where the frames of Pixel Data lie in the bytes of a whole object.
public struct FrameIndex: Sendable, Equatable {
    /// One frame: one range if native, one range a fragment if encapsulated.
    public struct Frame: Sendable, Equatable {
        public let ranges: [Range<Int>]
        /// Bits to skip in the first byte. Not zero only where frames do not end at a byte, with one bit a pixel.
        public let firstBit: Int

        public var count: Int { ranges.reduce(0) { $0 + $1.count } }
    }

    public let frames: [Frame]
    public let isEncapsulated: Bool

    /// Finds the frames of a data set that was parsed from `source`.
    ///
    /// Encapsulated ones are told apart by the Extended Offset Table, the Basic Offset Table, one fragment a frame, or where
    /// codestreams start and end; `unsupported` if by none, as in video.
    public init(_ dataSet: DataSet, source: UnsafeRawBufferPointer) throws(DICOMError) {
        guard let pixels = dataSet.pixelData else { throw DICOMError(.unsupported, "the object has no Pixel Data") }
        let count = max(1, dataSet.int(.numberOfFrames) ?? 1)
        isEncapsulated = pixels.isEncapsulated
        frames = isEncapsulated
            ? try Self.encapsulated(dataSet, pixels, count: count, source: source)
            : try Self.native(dataSet, pixels, count: count, source: source)
    }

    private static func encapsulated(
        _ dataSet: DataSet, _ pixels: PixelDataLocation, count: Int, source: UnsafeRawBufferPointer
    ) throws(DICOMError) -> [Frame] {
        guard let frameCount = UInt32(exactly: count) else { throw DICOMError(.limit, "\(count) frames are too many", tag: .numberOfFrames) }
        var index: UnsafeMutablePointer<cdicom_frame_index>?
        var error = cdicom_error()
        var extended = cdicom_extended_offsets()
        if let table = dataSet[.extendedOffsetTable], let offset = table.sourceOffset {
            extended.offsets = cdicom_range(offset: UInt64(offset), length: UInt64(table.count))
        }
        let status = cdicom_frame_index_create(
            source.baseAddress?.assumingMemoryBound(to: UInt8.self), source.count, UInt64(pixels.offset), frameCount,
            &extended, &index, &error)
        guard status == 0, let index else { throw DICOMError(status: status, error) }
        defer { cdicom_frame_index_destroy(index) }
        let found = index.pointee
        return (0..<Int(found.frame_count)).map { frame in
            let fragments = Int(found.first_fragment[frame])..<Int(found.first_fragment[frame + 1])
            let ranges = fragments.map { fragment in
                let range = found.fragments[fragment]
                return Int(range.offset)..<Int(range.offset + range.length)
            }
            return Frame(ranges: ranges, firstBit: 0)
        }
    }

    private static func native(
        _ dataSet: DataSet, _ pixels: PixelDataLocation, count: Int, source: UnsafeRawBufferPointer
    ) throws(DICOMError) -> [Frame] {
        let bits = try frameBits(of: dataSet)
        let (allBits, isTooMany) = bits.multipliedReportingOverflow(by: count)
        let length = pixels.length ?? 0
        guard !isTooMany, length <= source.count, pixels.offset <= source.count - length, (allBits + 7) / 8 <= length else {
            throw DICOMError(
                .truncated, "\(pixels.tag) has \(length) bytes, and \(count) frames of \((bits + 7) / 8) bytes do not fit",
                offset: UInt64(pixels.offset), tag: pixels.tag)
        }
        return (0..<count).map { frame in
            let start = frame * bits
            let end = start + bits
            return Frame(ranges: [pixels.offset + start / 8..<pixels.offset + (end + 7) / 8], firstBit: start % 8)
        }
    }

    /// Bits of one native frame (PS3.5 8.1.1, 8.2).
    public static func frameBits(of dataSet: DataSet) throws(DICOMError) -> Int {
        guard let rows = dataSet.int(.rows), let columns = dataSet.int(.columns), let allocated = dataSet.int(.bitsAllocated),
            rows > 0, columns > 0, allocated > 0
        else { throw DICOMError(.malformed, "Rows, Columns or Bits Allocated is missing or zero", tag: .rows) }
        let photometric = dataSet.string(.photometricInterpretation) ?? ""
        var layout = cdicom_native_layout(
            rows: UInt32(clamping: rows), columns: UInt32(clamping: columns),
            samples_per_pixel: UInt32(clamping: dataSet.int(.samplesPerPixel) ?? 1), bits_allocated: UInt32(clamping: allocated),
            is_subsampled: photometric.hasSuffix("_422") ? 1 : 0)
        var bits: UInt64 = 0
        var error = cdicom_error()
        let status = cdicom_native_frame_bits(&layout, &bits, &error)
        guard status == 0 else { throw DICOMError(status: status, error) }
        guard let exact = Int(exactly: bits) else { throw DICOMError(.limit, "a frame has too many bits", tag: .rows) }
        return exact
    }
}
