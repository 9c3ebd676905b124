import DICOM

/// Reads the part of a data set before its pixels.
enum Header {
    /// Inflated data sets larger than this are refused: a few bytes can ask for gigabytes.
    static let maximumInflated = 512 << 20

    static func read(_ dataset: UnsafeRawBufferPointer, _ syntax: TransferSyntax, charset: String?) throws -> DataSet {
        guard syntax.isDeflated else {
            return try DataSet(parsing: dataset, transferSyntax: syntax, stopAtPixelData: true, defaultCharacterSet: characterSet(charset))
        }
        return try inflate(dataset).withUnsafeBytes {
            try DataSet(parsing: $0, transferSyntax: .explicitVRLittleEndian, defaultCharacterSet: characterSet(charset))
        }
    }

    /// The data set of a transfer syntax that deflates it (PS3.5 A.5), in Explicit VR Little Endian.
    static func inflate(_ dataset: UnsafeRawBufferPointer) throws -> [UInt8] {
        try Deflate.inflate(dataset, limit: maximumInflated)
    }

    static func characterSet(_ term: String?) -> CharacterSet? { term.flatMap { CharacterSet(term: $0) } }

    /// Refuses pixel data that ends before its length says, or whose fragments do.
    static func requireWholePixelData(_ header: DataSet, in dataset: UnsafeRawBufferPointer, _ syntax: TransferSyntax) throws {
        guard !syntax.isDeflated, let pixels = header.pixelData else { return }
        if pixels.isEncapsulated { return try requireWholeFragments(header, in: dataset) }
        guard let length = pixels.length, pixels.offset + length <= dataset.count else {
            throw StoreRefusal(
                .cannotUnderstand, "the object ends at byte \(dataset.count), in the middle of its pixel data",
                tag: Tag.pixelData.rawValue)
        }
    }

    /// Frames that cannot be told apart, as in video, or that are fewer than the header says are no reason to lose an image; fragments
    /// that end too early are.
    private static func requireWholeFragments(_ header: DataSet, in dataset: UnsafeRawBufferPointer) throws {
        do throws(DICOMError) {
            _ = try FrameIndex(header, source: dataset)
        } catch {
            if error.kind == .truncated { throw StoreRefusal(.cannotUnderstand, error.description, tag: Tag.pixelData.rawValue) }
        }
    }
}
