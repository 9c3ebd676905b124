import DICOM
import Imaging

extension StoredObject {
    /// A decoded frame of lossy JPEG in RGB; nil for any other.
    ///
    /// A client that asks for frames without compression means what a JPEG decoder shows, and those of browsers, DCMTK and pydicom all
    /// show RGB. Frames of other syntaxes keep the colour space that their object declares, to the bit.
    public func lossyColour(_ frame: DecodedFrame) throws -> Picture? {
        let isJPEG = instance.transferSyntax == .jpegBaseline || instance.transferSyntax == .jpegExtended
        switch frame.format.photometric {
        case .ybrFull where isJPEG, .ybrFull422 where isJPEG, .ybrPartial422 where isJPEG: break
        default: return nil
        }
        do {
            return try frame.pixels.withUnsafeBytes { try Renderer.render($0, format: frame.format) }
        } catch let error as ImagingError {
            throw ArchiveError(.damaged, error.message)
        }
    }
}
