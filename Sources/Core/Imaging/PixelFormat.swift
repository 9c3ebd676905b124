/// How the pixels of one frame are laid out: the Image Pixel attributes of PS3.3 C.7.6.3, without the pixels.
public struct PixelFormat: Sendable, Hashable {
    /// Rows (0028,0010) and Columns (0028,0011), in pixels.
    public var rows: Int
    public var columns: Int
    /// Samples per Pixel (0028,0002): 1 for grey and palette, 3 for colour.
    public var samplesPerPixel: Int
    /// Bits Allocated (0028,0100): 1, 8, 16, 32 or 64 bits for each sample's cell.
    public var bitsAllocated: Int
    /// Bits Stored (0028,0101): how many bits of the cell carry the sample.
    public var bitsStored: Int
    /// High Bit (0028,0102): the most significant bit of the sample within the cell.
    public var highBit: Int
    /// Pixel Representation (0028,0103) is 1: samples are two's complement.
    public var isSigned: Bool
    /// Planar Configuration (0028,0006) is 1: all of one colour, then all of the next.
    public var isPlanar: Bool
    public var photometric: PhotometricInterpretation

    /// Bits Stored and High Bit fall back to the whole cell when they are not given.
    public init(
        rows: Int, columns: Int, samplesPerPixel: Int = 1, bitsAllocated: Int, bitsStored: Int? = nil, highBit: Int? = nil,
        isSigned: Bool = false, isPlanar: Bool = false, photometric: PhotometricInterpretation = .monochrome2
    ) {
        self.rows = rows
        self.columns = columns
        self.samplesPerPixel = samplesPerPixel
        self.bitsAllocated = bitsAllocated
        self.bitsStored = bitsStored ?? bitsAllocated
        self.highBit = highBit ?? (bitsStored ?? bitsAllocated) - 1
        self.isSigned = isSigned
        self.isPlanar = isPlanar
        self.photometric = photometric
    }

    /// Bytes of one native frame (PS3.5 8.1.1 and Annex D), before the padding that makes a value's length even; `nil` when
    /// the attributes describe no frame. Horizontally subsampled colour keeps two samples a pixel (PS3.3 C.7.6.3.1.2), and
    /// a one-bit frame is packed without padding its rows.
    public var frameLength: Int? {
        guard (1...65_535).contains(rows), (1...65_535).contains(columns), (1...4).contains(samplesPerPixel),
              [1, 8, 16, 32, 64].contains(bitsAllocated) else { return nil }
        let pixels = rows * columns
        if bitsAllocated == 1 { return (pixels * samplesPerPixel + 7) / 8 }
        let isSubsampled = samplesPerPixel == 3 && (photometric == .ybrFull422 || photometric == .ybrPartial422)
        return (isSubsampled ? pixels * 2 : pixels * samplesPerPixel) * (bitsAllocated / 8)
    }
}
