internal import CDICOM

/// The DICOM file format (PS3.10 section 7): preamble, File Meta Information, data set.
public enum PartTen {
    /// Names this implementation to its peers (PS3.7 D.3.3.2). A UUID of ours in decimal (PS3.5 B.2).
    public static let implementationClassUID = "2.25.287043998217664975939696121162534906968"
    public static let implementationVersionName = "YIGONG_1"

    /// What a file begins with.
    public struct Start: Sendable {
        /// Group 0002; nil if the file has none.
        public let meta: DataSet?
        /// As the meta information says, or else as the data set looks.
        public let transferSyntax: TransferSyntax
        public let dataSetOffset: Int
    }

    /// Reads up to the data set, with or without preamble and meta information, whatever its group length says.
    public static func parse(_ source: UnsafeRawBufferPointer, isPrefix: Bool = false) throws(DICOMError) -> Start {
        var part10 = cdicom_part10()
        var error = cdicom_error()
        let bytes = source.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let status = cdicom_part10_locate(bytes, source.count, isPrefix ? 1 : 0, &part10, &error)
        guard status == 0 else { throw DICOMError(status: status, error) }
        var meta: DataSet?
        if part10.meta_length > 0 {
            let range = Int(part10.meta_offset)..<Int(part10.meta_offset + part10.meta_length)
            meta = try DataSet(
                parsing: UnsafeRawBufferPointer(rebasing: source[range]), transferSyntax: .explicitVRLittleEndian)
        }
        let declared = meta?.string(.transferSyntaxUID).map { TransferSyntax(uid: $0) }
        return Start(
            meta: meta, transferSyntax: declared ?? TransferSyntax(layout: part10.syntax),
            dataSetOffset: Int(part10.data_set_offset))
    }

    /// A file that was read whole.
    public struct Object: Sendable {
        public let meta: DataSet?
        public let transferSyntax: TransferSyntax
        /// Its offsets count from `dataSetOffset`, or from the start of `inflated` if that is there.
        public let dataSet: DataSet
        public let dataSetOffset: Int
        /// The bytes of the data set if they were deflated in the file.
        public let inflated: [UInt8]?
    }

    /// Reads a file, inflating the data set if need be.
    public static func read(
        _ source: UnsafeRawBufferPointer, stopAtPixelData: Bool = true, defaultCharacterSet: CharacterSet? = nil,
        inflateLimit: Int = Deflate.defaultLimit
    ) throws(DICOMError) -> Object {
        let start = try parse(source)
        let rest = UnsafeRawBufferPointer(rebasing: source[start.dataSetOffset...])
        let inflated = start.transferSyntax.isDeflated ? try Deflate.inflate(rest, limit: inflateLimit) : nil
        func parseDataSet(_ bytes: UnsafeRawBufferPointer) -> Result<DataSet, DICOMError> {
            Result { () throws(DICOMError) in
                try DataSet(
                    parsing: bytes, transferSyntax: start.transferSyntax, stopAtPixelData: stopAtPixelData,
                    defaultCharacterSet: defaultCharacterSet)
            }
        }
        let parsed = inflated?.withUnsafeBytes(parseDataSet)
            ?? parseDataSet(rest).mapError { $0.shifted(by: start.dataSetOffset) }
        return Object(
            meta: start.meta, transferSyntax: start.transferSyntax, dataSet: try parsed.get(),
            dataSetOffset: start.dataSetOffset, inflated: inflated)
    }

    /// The start of a file for a data set that is already encoded: 128 zeros, the prefix and the meta information.
    public static func header(
        sopClassUID: String, sopInstanceUID: String, transferSyntax: TransferSyntax, sourceApplicationEntityTitle: String? = nil
    ) throws(DICOMError) -> [UInt8] {
        var meta = DataSet()
        meta.set(.fileMetaInformationVersion, bytes: [0, 1], vr: .OB)
        meta.set(.mediaStorageSOPClassUID, sopClassUID)
        meta.set(.mediaStorageSOPInstanceUID, sopInstanceUID)
        meta.set(.transferSyntaxUID, transferSyntax.uid)
        meta.set(.implementationClassUID, implementationClassUID)
        meta.set(.implementationVersionName, implementationVersionName)
        if let sourceApplicationEntityTitle { meta.set(.sourceApplicationEntityTitle, sourceApplicationEntityTitle) }
        let elements = try meta.encode(transferSyntax: .explicitVRLittleEndian)
        var length = DataSet()
        length.set(.fileMetaInformationGroupLength, elements.count)
        return [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
            + (try length.encode(transferSyntax: .explicitVRLittleEndian)) + elements
    }

    /// A whole file.
    public static func write(
        sopClassUID: String, sopInstanceUID: String, transferSyntax: TransferSyntax, sourceApplicationEntityTitle: String? = nil,
        dataSet: [UInt8]
    ) throws(DICOMError) -> [UInt8] {
        try header(
            sopClassUID: sopClassUID, sopInstanceUID: sopInstanceUID, transferSyntax: transferSyntax,
            sourceApplicationEntityTitle: sourceApplicationEntityTitle) + dataSet
    }
}

extension TransferSyntax {
    /// The plain syntax with a layout.
    init(layout: cdicom_syntax) {
        self = switch layout {
        case CDICOM_IMPLICIT_LITTLE: .implicitVRLittleEndian
        case CDICOM_EXPLICIT_BIG: .explicitVRBigEndian
        default: .explicitVRLittleEndian
        }
    }
}
