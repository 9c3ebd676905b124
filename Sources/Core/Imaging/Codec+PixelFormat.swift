internal import CCodecs

/// The two spellings of a pixel format, and the way between them.
extension ccodecs_frame_info {
    init(_ format: PixelFormat) throws(ImagingError) {
        guard let rows = UInt32(exactly: format.rows), let columns = UInt32(exactly: format.columns),
              let samplesPerPixel = UInt32(exactly: format.samplesPerPixel),
              let bitsAllocated = UInt32(exactly: format.bitsAllocated), let bitsStored = UInt32(exactly: format.bitsStored),
              let highBit = UInt32(exactly: format.highBit)
        else { throw ImagingError(.badArgument, "a pixel format with a negative or enormous number: \(format)") }
        self.init(
            rows: rows, columns: columns, samples_per_pixel: samplesPerPixel, bits_allocated: bitsAllocated, bits_stored: bitsStored,
            high_bit: highBit, pixel_representation: format.isSigned ? 1 : 0, planar_configuration: format.isPlanar ? 1 : 0,
            photometric: ccodecs_photometric(format.photometric))
    }
}

extension PixelFormat {
    /// A photometric interpretation that C has no word for stays as `original` has it.
    init(_ info: ccodecs_frame_info, from original: PixelFormat) {
        self.init(
            rows: Int(info.rows), columns: Int(info.columns), samplesPerPixel: Int(info.samples_per_pixel),
            bitsAllocated: Int(info.bits_allocated), bitsStored: Int(info.bits_stored), highBit: Int(info.high_bit),
            isSigned: info.pixel_representation == 1, isPlanar: info.planar_configuration == 1,
            photometric: PhotometricInterpretation(info.photometric) ?? original.photometric)
    }
}

private let photometrics: [(swift: PhotometricInterpretation, c: ccodecs_photometric)] = [
    (.monochrome1, CCODECS_MONOCHROME1), (.monochrome2, CCODECS_MONOCHROME2), (.paletteColor, CCODECS_PALETTE_COLOR),
    (.rgb, CCODECS_RGB), (.ybrFull, CCODECS_YBR_FULL), (.ybrFull422, CCODECS_YBR_FULL_422),
    (.ybrPartial420, CCODECS_YBR_PARTIAL_420), (.ybrPartial422, CCODECS_YBR_PARTIAL_422), (.ybrICT, CCODECS_YBR_ICT),
    (.ybrRCT, CCODECS_YBR_RCT),
]

extension ccodecs_photometric {
    init(_ photometric: PhotometricInterpretation) {
        self = photometrics.first { $0.swift == photometric }?.c ?? CCODECS_OTHER
    }
}

extension PhotometricInterpretation {
    init?(_ photometric: ccodecs_photometric) {
        guard let pair = photometrics.first(where: { $0.c == photometric }) else { return nil }
        self = pair.swift
    }
}
