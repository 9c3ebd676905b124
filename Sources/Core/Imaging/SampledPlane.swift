internal import CRender

/// Values on a plane, row by row, in the byte order of this machine. A value in the file's units is `cell × slope + intercept`.
public struct SampledPlane: Sendable {
    public let kind: VoxelKind
    public let width: Int
    public let height: Int
    public let bytes: [UInt8]
    /// The cell where there is no voxel; NaN for floating point.
    public let outside: Double
    public private(set) var rescale: Rescale
    public let photometric: PhotometricInterpretation

    /// The plane as it is displayed.
    public func picture(voi: VOITransform, isInverted: Bool = false, geometry: RenderGeometry = RenderGeometry()) throws(ImagingError) -> Picture {
        let bits = kind == .float32 ? 32 : 16
        let format = PixelFormat(rows: height, columns: width, bitsAllocated: bits, isSigned: kind == .int16, photometric: photometric)
        return try Renderer.render(
            bytes, format: format,
            request: RenderRequest(
                modality: .rescale(slope: rescale.slope, intercept: rescale.intercept), voi: voi,
                padding: kind == .float32 ? nil : Padding(outside), isInverted: isInverted, geometry: geometry,
                samples: kind == .float32 ? .float32 : .integer))
    }

    /// The same cells in another unit.
    public func scaled(by factor: Double) -> SampledPlane {
        var plane = self
        plane.rescale = Rescale(slope: rescale.slope * factor, intercept: rescale.intercept * factor)
        return plane
    }

    /// One byte a pixel: 1 where there is an image, 0 outside.
    var shown: [UInt8] {
        bytes.withUnsafeBytes { bytes in
            switch kind {
            case .float32: bytes.bindMemory(to: Float.self).map { $0.isNaN ? 0 : 1 }
            case .int16: bytes.bindMemory(to: Int16.self).map { Double($0) == outside ? 0 : 1 }
            case .uint16: bytes.bindMemory(to: UInt16.self).map { Double($0) == outside ? 0 : 1 }
            }
        }
    }
}

extension Picture {
    /// This grey picture with another, coloured, laid over it: PET over CT.
    /// - Parameters:
    ///   - plane: of the same size, cut at the same place of the patient.
    ///   - opacity: 0 … 1; where `plane` has no voxel, the grey stays.
    public func fused(with plane: SampledPlane, voi: VOITransform, colors: ColorMap, opacity: Double) throws(ImagingError) -> Picture {
        let levels = try plane.picture(voi: voi)
        guard channels == 1, bitsPerSample == 8, levels.width == width, levels.height == height else {
            throw ImagingError(.badArgument, "a picture of \(width) × \(height) cannot be fused with one of \(levels.width) × \(levels.height)")
        }
        let shown = plane.shown, map = colors.entries, count = width * height
        var mixed = [UInt8](repeating: 0, count: count * 3)
        var message = RenderMessage()
        let status = withUnsafeBytes { grey in
            levels.withUnsafeBytes { levels in
                crender_fuse(
                    grey.bindMemory(to: UInt8.self).baseAddress, levels.bindMemory(to: UInt8.self).baseAddress, shown, count, map, opacity, &mixed,
                    &message.text)
            }
        }
        if status != 0 { throw ImagingError(status, message) }
        return Picture(width: width, height: height, colors: mixed)
    }
}
