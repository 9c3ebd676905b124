import DICOM
import Imaging

/// From stored value to display level, as the header says for one frame (PS3.3 C.11, C.7.6.16.2.9, C.7.6.16.2.10).
struct GreyTransforms {
    let header: DataSet
    /// From 0.
    let frame: Int
    /// Whether stored values are signed.
    let isSigned: Bool

    /// The Modality LUT Sequence wins over the rescale, and the frame's own functional group over the data set.
    var modality: ModalityTransform {
        if let item = header.items(.modalityLUTSequence).first, let table = Self.table(item, isSigned: isSigned) { return .table(table) }
        let group = Tag.pixelValueTransformationSequence
        let slope = header.perFrame(frame, sequence: group, attribute: .rescaleSlope)?.double
        let intercept = header.perFrame(frame, sequence: group, attribute: .rescaleIntercept)?.double
        guard slope != nil || intercept != nil, slope != 0 else { return rescaleOfDose }
        return .rescale(slope: slope ?? 1, intercept: intercept ?? 0)
    }

    /// Dose Grid Scaling (3004,000E) is the slope of RT Dose (PS3.3 C.8.8.3).
    private var rescaleOfDose: ModalityTransform {
        guard let scale = header.double(Tag(0x3004, 0x000E)), scale > 0 else { return .identity }
        return .rescale(slope: scale, intercept: 0)
    }

    /// The VOI LUTs of the object, then the windows of the frame: where there are both, the more elaborate is what was meant to be seen.
    var presets: [VOITransform] { tables + windows }

    /// A frame without windows shows what lies between its extremes; fractions of a percent there are noise and markers.
    func voi(preset: Int) -> VOITransform {
        let presets = presets
        guard !presets.isEmpty else { return .automatic(clip: 0.001) }
        return presets.indices.contains(preset) ? presets[preset] : presets[0]
    }

    private var windows: [VOITransform] {
        func value(_ attribute: Tag) -> Element? { header.perFrame(frame, sequence: .frameVOILUTSequence, attribute: attribute) }
        let centers = value(.windowCenter)?.doubles ?? [], widths = value(.windowWidth)?.doubles ?? []
        let function = value(.voiLUTFunction)?.string ?? "LINEAR"
        return zip(centers, widths).compactMap { center, width in
            // A width below 1, or of 0 for the other functions, is none (PS3.3 C.11.2.1.2.1): real objects carry 0\0.
            guard center.isFinite, width.isFinite, width > 0 else { return nil }
            return switch function {
            case "SIGMOID": .sigmoid(center: center, width: width)
            case "LINEAR_EXACT": .linearExact(center: center, width: width)
            default: .linear(center: center, width: width)
            }
        }
    }

    /// The input of a VOI LUT is the modality value, which is signed when anything below zero can come out.
    private var tables: [VOITransform] {
        let isSignedInput: Bool =
            switch modality {
            case .rescale(let slope, let intercept): isSigned || intercept < 0 || slope < 0
            case .table: false
            }
        let items = header.perFrame(frame, sequence: .frameVOILUTSequence, attribute: .voiLUTSequence)?.items ?? []
        return items.compactMap { Self.table($0, isSigned: isSignedInput).map(VOITransform.table) }
    }

    /// A table that cannot be read is no table: the picture is shown without it rather than not at all.
    private static func table(_ item: DataSet, isSigned: Bool) -> LookupTable? {
        guard let data = item[.lutData] else { return nil }
        return try? LookupTable(descriptor: item.ints(.lutDescriptor), isSigned: isSigned, bytes: data.littleEndianBytes)
    }

    /// Pixel Padding Value and its range limit (PS3.3 C.7.5.1.1.2), read as signed or unsigned like the pixels.
    var padding: Padding? {
        guard let value = header.int(.pixelPaddingValue) else { return nil }
        return Padding(Double(value), limit: header.int(.pixelPaddingRangeLimit).map(Double.init))
    }

    var shape: PresentationShape { header.string(.presentationLUTShape) == "INVERSE" ? .inverse : .identity }
}
