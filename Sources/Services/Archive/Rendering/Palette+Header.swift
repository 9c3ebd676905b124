import DICOM
import Imaging

extension Palette {
    /// The palette of an object (PS3.3 C.7.9); nil where there is none.
    /// - Throws: `ArchiveError` for tables that contradict themselves.
    init?(_ header: DataSet, isSigned: Bool, isSupplemental: Bool) throws {
        func table(_ descriptor: Tag, _ data: Tag, _ segments: Tag) throws -> LookupTable? {
            guard let shape = header[descriptor]?.ints else { return nil }
            do {
                if let entries = header[data], !entries.isEmpty {
                    return try LookupTable(descriptor: shape, isSigned: isSigned, bytes: entries.littleEndianBytes)
                }
                guard let segments = header[segments], !segments.isEmpty else { return nil }
                return try LookupTable(descriptor: shape, isSigned: isSigned, segments: segments.littleEndianBytes)
            } catch { throw ArchiveError(.damaged, "\(data.keyword): \(error.message)") }
        }
        guard
            let red = try table(
                .redPaletteColorLookupTableDescriptor, .redPaletteColorLookupTableData, .segmentedRedPaletteColorLookupTableData),
            let green = try table(
                .greenPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData, .segmentedGreenPaletteColorLookupTableData),
            let blue = try table(
                .bluePaletteColorLookupTableDescriptor, .bluePaletteColorLookupTableData, .segmentedBluePaletteColorLookupTableData)
        else { return nil }
        self.init(red: red, green: green, blue: blue, isSupplemental: isSupplemental)
    }
}
