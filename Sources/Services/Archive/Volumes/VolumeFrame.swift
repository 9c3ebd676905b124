import DICOM
import Imaging

/// One frame of a series as a candidate for a slice, as its header describes it.
struct VolumeFrame: Sendable {
    let object: StoredObject
    /// From 0.
    let frame: Int
    let format: PixelFormat
    let samples: SampleKind
    let modality: ModalityTransform
    let padding: Padding?
    let placement: SlicePlacement?

    init(_ object: StoredObject, frame: Int) throws {
        let header = try object.header(), format = try object.pixelFormat()
        let grey = GreyTransforms(header: header, frame: frame, isSigned: format.isSigned)
        self.object = object
        self.frame = frame
        self.format = format
        samples = header.pixelData?.vr.samples ?? .integer
        modality = grey.modality
        padding = grey.padding
        placement = SlicePlacement(header, frame: frame, format)
    }

    /// The kind of voxel that holds this frame's stored values; nil where none of 16 bits does.
    var integerKind: VoxelKind? {
        guard samples == .integer, format.bitsAllocated <= 16, format.bitsStored <= format.bitsAllocated, case .rescale = modality else { return nil }
        return format.isSigned || format.bitsStored < 16 ? .int16 : .uint16
    }
}

extension SlicePlacement {
    /// Image Plane (PS3.3 C.7.6.2), or for a frame of an enhanced object Plane Position, Plane Orientation and Pixel Measures (C.7.6.16.2).
    /// - Returns: nil for a frame that does not say where it is.
    init?(_ header: DataSet, frame: Int, _ format: PixelFormat) {
        func values(_ group: Tag, _ attribute: Tag, _ count: Int) -> [Double]? {
            let values = header.perFrame(frame, sequence: group, attribute: attribute)?.doubles ?? []
            return values.count == count && values.allSatisfy(\.isFinite) ? values : nil
        }
        guard let position = values(.planePositionSequence, .imagePositionPatient, 3),
            let orientation = values(.planeOrientationSequence, .imageOrientationPatient, 6),
            let spacing = values(.pixelMeasuresSequence, .pixelSpacing, 2),
            let right = PatientVector(orientation[0], orientation[1], orientation[2]).normalized,
            let down = PatientVector(orientation[3], orientation[4], orientation[5]).normalized
        else { return nil }
        self.init(
            position: PatientVector(position[0], position[1], position[2]), right: right, down: down,
            // Pixel Spacing gives the distance of rows first (PS3.3 10.7.1.3).
            columnSpacing: spacing[1], rowSpacing: spacing[0], columns: format.columns, rows: format.rows)
    }
}
