import ECG

/// Formats a recording can be written in. Reading it again gives the same samples.
public enum ExportFormat: String, Sendable, CaseIterable {
    case dicom, aecg, scp, edf, json

    /// What a file of it is called.
    public var fileExtension: String {
        switch self {
        case .dicom: "dcm"
        case .aecg: "xml"
        case .scp: "scp"
        case .edf: "edf"
        case .json: "json"
        }
    }
}

extension Recording {
    /// The bytes of a file. Throws where the format cannot hold the recording, such as 16-bit samples that need more.
    public func encoded(as format: ExportFormat) throws(RecordingError) -> [UInt8] {
        switch format {
        case .dicom: try DICOMWriter.write(self)
        case .aecg: try AECGWriter.write(self)
        case .scp: try SCPWriter.write(self)
        case .edf: try EDFWriter.write(self)
        case .json: try JSONWriter.write(self)
        }
    }
}
