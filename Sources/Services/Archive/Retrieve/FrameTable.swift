import DICOM
import Imaging

/// Where the frames of one object lie in its data set, and how their pixels are laid out.
struct FrameTable: Sendable {
    /// As the header describes it.
    let format: PixelFormat
    let syntax: TransferSyntax
    private let index: FrameIndex

    init(header: DataSet, dataSet: UnsafeRawBufferPointer, syntax: TransferSyntax) throws {
        guard let pixels = header.pixelData else { throw ArchiveError(.unsupported, "the object has no pixel data") }
        format = try PixelFormat(header, pixelData: pixels)
        self.syntax = syntax
        do { index = try FrameIndex(header, source: dataSet) } catch {
            throw ArchiveError(error.kind == .unsupported ? .unsupported : .damaged, error.message)
        }
    }

    /// Number of frames that can be told apart.
    var count: Int { index.frames.count }

    /// A frame by its number, the first being 0.
    func frame(_ number: Int) throws -> FrameIndex.Frame {
        guard index.frames.indices.contains(number) else {
            throw ArchiveError(.notFound, "frame \(number + 1) does not exist: the object has \(count)")
        }
        return index.frames[number]
    }
}

extension PixelFormat {
    /// Reads the Image Pixel module (PS3.3 C.7.6.3). Float Pixel Data is 32 or 64 bits by definition.
    init(_ header: DataSet, pixelData: PixelDataLocation) throws {
        guard let rows = header.int(.rows), let columns = header.int(.columns), rows > 0, columns > 0 else {
            throw ArchiveError(.unsupported, "Rows or Columns are missing or zero")
        }
        let allocated = header.int(.bitsAllocated) ?? (pixelData.vr == .OF ? 32 : pixelData.vr == .OD ? 64 : 16)
        self.init(
            rows: rows, columns: columns, samplesPerPixel: header.int(.samplesPerPixel) ?? 1, bitsAllocated: allocated,
            bitsStored: header.int(.bitsStored), highBit: header.int(.highBit), isSigned: header.int(.pixelRepresentation) == 1,
            isPlanar: header.int(.planarConfiguration) == 1,
            photometric: PhotometricInterpretation(header.string(.photometricInterpretation) ?? "MONOCHROME2"))
    }
}
