import DICOM
import Imaging
import ObjectStore

extension StoredObject {
    /// A frame as it is displayed, the first being 0.
    /// - Throws: `ArchiveError`: `.unsupported` for what has no picture, `.notFound` for a frame that is not there.
    public func picture(frame: Int, options: RenderOptions = RenderOptions()) throws -> Picture {
        let decoded = try decodedFrame(frame)
        let request = try renderRequest(frame: frame, decoded.format, options)
        defer { if isLong, case .stored(let bytes) = decoded.pixels { bytes.letGo() } }
        do {
            return try decoded.pixels.withUnsafeBytes { try Renderer.render($0, format: decoded.format, request: request) }
        } catch let error as ImagingError {
            throw ArchiveError(error.archiveKind, "frame \(frame + 1): \(error.message)")
        }
    }

    private func renderRequest(frame: Int, _ format: PixelFormat, _ options: RenderOptions) throws -> RenderRequest {
        let header = try header()
        let grey = GreyTransforms(header: header, frame: frame, isSigned: format.isSigned)
        return RenderRequest(
            modality: grey.modality, voi: options.voi ?? grey.voi(preset: options.presetIndex), padding: grey.padding, shape: grey.shape,
            isInverted: options.isInverted, palette: try palette(header, format),
            overlays: options.showsOverlays ? Overlay.planes(header, frame: frame, isNative: !instance.transferSyntax.isEncapsulated) : [],
            geometry: RenderGeometry(
                crop: options.crop, viewport: options.viewport, pixelAspect: PixelAspect.of(header, frame: frame),
                flipsHorizontally: options.flipsHorizontally, flipsVertically: options.flipsVertically),
            depth: options.depth, samples: header.pixelData?.vr.samples ?? .integer)
    }

    /// A palette of a grey image is there for some of its values only, and only if it says so (PS3.3 C.7.6.19).
    private func palette(_ header: DataSet, _ format: PixelFormat) throws -> Palette? {
        switch format.photometric {
        case .paletteColor:
            guard let palette = try Palette(header, isSigned: format.isSigned, isSupplemental: false) else {
                throw ArchiveError(.damaged, "a PALETTE COLOR image without its palette")
            }
            return palette
        case .monochrome2 where header.string(Tag(0x0028, 0x9205)) == "MIXED":
            return try? Palette(header, isSigned: format.isSigned, isSupplemental: true)
        default: return nil
        }
    }
}

extension VR {
    /// How Float and Double Float Pixel Data hold their samples.
    var samples: SampleKind { self == .OF ? .float32 : self == .OD ? .float64 : .integer }
}

extension ImagingError {
    fileprivate var archiveKind: ArchiveError.Kind {
        switch code {
        case .unsupported: .unsupported
        case .tooLarge, .badArgument: .badRequest
        case .corrupt, .internal: .damaged
        }
    }
}
