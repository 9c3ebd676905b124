import DICOM
import Imaging

/// A series as a volume, with what a reader has to know about it.
public struct SeriesVolume: Sendable {
    public let volume: Volume
    public let notices: [VolumeNotice]
    public let modality: String
    /// Frame of Reference UID (0020,0052): volumes of one frame lie in one space.
    public let frameOfReferenceUID: String?
    /// Units of a value: Units (0054,1001) of PET, Rescale Type (0028,1054), or HU for CT (PS3.3 C.8.2.1.1.2).
    public let units: String?
    /// Windows of the middle slice, as the file gives them.
    public let windows: [VOITransform]
    /// For PET: how a value becomes a standardized uptake value, or why it must not.
    public let uptake: StandardUptake?

    init(_ volume: Volume, _ notices: [VolumeNotice], representative: VolumeFrame, header: DataSet) {
        self.volume = volume
        self.notices = notices
        modality = header.string(.modality) ?? ""
        frameOfReferenceUID = header.string(.frameOfReferenceUID)
        let grey = GreyTransforms(header: header, frame: representative.frame, isSigned: representative.format.isSigned)
        windows = grey.presets.filter { if case .table = $0 { false } else { true } }
        let rescaleType = header.perFrame(representative.frame, sequence: .pixelValueTransformationSequence, attribute: .rescaleType)?.string
        units = header.string(.units) ?? rescaleType ?? (modality == "CT" ? "HU" : nil)
        uptake = modality == "PT" ? StandardUptake(header) : nil
    }

    /// The window that the file gives first, or for PET the usual one, or else all of its values.
    public var voi: VOITransform {
        if let bodyWeight = uptake?.factors?.bodyWeight, bodyWeight > 0 { return .linearExact(center: 2.5 / bodyWeight, width: 5 / bodyWeight) }
        if let first = windows.first { return first }
        let rescale = volume.rescale, ends = [volume.cells.lowerBound, volume.cells.upperBound].map { $0 * rescale.slope + rescale.intercept }
        let low = ends.min() ?? 0, high = ends.max() ?? 1
        return .linearExact(center: (low + high) / 2, width: max(high - low, 1e-6))
    }
}

extension Tag {
    static let units = Tag(0x0054, 0x1001)
}
