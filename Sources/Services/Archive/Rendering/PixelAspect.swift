import DICOM

/// The shape of a pixel: its height over its width.
enum PixelAspect {
    /// From Pixel Aspect Ratio (0028,0034), else from the spacing of rows over that of columns (PS3.3 10.7.1.3, C.7.6.3.1.7).
    static func of(_ header: DataSet, frame: Int) -> Double {
        let ratio = header.doubles(.pixelAspectRatio)
        if let aspect = quotient(ratio) { return aspect }
        let spacing = header.perFrame(frame, sequence: .pixelMeasuresSequence, attribute: .pixelSpacing) ?? header[.imagerPixelSpacing]
        return quotient(spacing?.doubles ?? []) ?? 1
    }

    /// Values that would draw a line rather than a picture are not believed.
    private static func quotient(_ pair: [Double]) -> Double? {
        guard pair.count == 2, pair[0] > 0, pair[1] > 0 else { return nil }
        let aspect = pair[0] / pair[1]
        return (0.05...20).contains(aspect) ? aspect : nil
    }
}
