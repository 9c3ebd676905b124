import DICOM
import Imaging

extension Overlay {
    /// The overlay planes of one frame (PS3.3 C.9.2): groups 6000, 6002 … 601E. Planes that cannot be read are left out.
    /// - Parameter isNative: pixels are stored as they are, so that unused bits of their cells may hold planes.
    static func planes(_ header: DataSet, frame: Int, isNative: Bool) -> [Overlay] {
        stride(from: UInt16(0x6000), through: 0x601E, by: 2).compactMap { plane(header, group: $0, frame: frame, isNative: isNative) }
    }

    private static func plane(_ header: DataSet, group: UInt16, frame: Int, isNative: Bool) -> Overlay? {
        func int(_ element: UInt16) -> Int? { header.int(Tag(group, element)) }
        guard let rows = int(0x0010), let columns = int(0x0011), rows > 0, columns > 0 else { return nil }
        // Regions of interest are for measuring; only graphics are shown (C.9.2.1.1).
        guard header.string(Tag(group, 0x0040)) != "R" else { return nil }
        let origin = header.ints(Tag(group, 0x0050))
        guard let plane = plane(header, group, frame, rows: rows, columns: columns, isNative: isNative) else { return nil }
        return Overlay(
            plane: plane, rows: rows, columns: columns, originRow: origin.first ?? 1, originColumn: origin.count > 1 ? origin[1] : 1)
    }

    private static func plane(_ header: DataSet, _ group: UInt16, _ frame: Int, rows: Int, columns: Int, isNative: Bool) -> Plane? {
        guard let data = header[Tag(group, 0x3000)], !data.isEmpty else {
            guard isNative, let bit = header.int(Tag(group, 0x0102)), (1...31).contains(bit) else { return nil }
            return .inPixelCells(bit: bit)
        }
        // A plane of several frames belongs to those from Image Frame Origin on; of one frame, to all (C.9.2.1.4).
        let count = header.int(Tag(group, 0x0015)) ?? 1
        let first = (header.int(Tag(group, 0x0051)) ?? 1) - 1
        let position = count > 1 ? frame - first : 0
        let (bits, isTooMuch) = (rows * columns).multipliedReportingOverflow(by: position)
        guard position >= 0, position < max(count, 1), !isTooMuch, (bits + rows * columns + 7) / 8 <= data.count else { return nil }
        return .packed(data.littleEndianBytes, bitOffset: bits)
    }
}
