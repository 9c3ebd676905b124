/// Pixel Data as a sequence of fragments (PS3.5 A.4).
public enum EncapsulatedPixelData {
    /// The element (7FE0,0010) with one fragment a frame, and what has to stand before it when frames lie further than
    /// 4 GiB apart: then the Basic Offset Table is empty and the Extended Offset Table is used (PS3.3 C.7.6.3.1.8).
    public struct Encoded: Sendable, Equatable {
        /// (7FE0,0001) and (7FE0,0002), if needed.
        public let extendedOffsetTable: [UInt8]
        public let pixelData: [UInt8]
    }

    public static func write(frames: [[UInt8]], extendedAlways: Bool = false) throws(DICOMError) -> Encoded {
        let plan = try Plan(frameLengths: frames.map(\.count), extendedAlways: extendedAlways)
        var bytes = plan.start
        bytes.reserveCapacity(plan.totalCount)
        for frame in frames {
            bytes.append(contentsOf: Plan.itemHeader(length: frame.count))
            bytes.append(contentsOf: frame)
            if frame.count % 2 == 1 { bytes.append(0) }
        }
        bytes.append(contentsOf: Plan.end)
        return Encoded(extendedOffsetTable: plan.extendedOffsetTable, pixelData: bytes)
    }

    /// The bytes around frames whose lengths are known, for writers that stream the frames themselves: `start`, then for
    /// each frame `itemHeader`, the frame and a zero if its length is odd, then `end`.
    public struct Plan: Sendable {
        /// (7FE0,0001) and (7FE0,0002), to be written before `start`; empty unless needed.
        public let extendedOffsetTable: [UInt8]
        /// The header of Pixel Data and the Basic Offset Table.
        public let start: [UInt8]
        /// The sequence delimiter.
        public static let end: [UInt8] = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]
        /// Bytes of Pixel Data, header and delimiter included.
        public let totalCount: Int

        public init(frameLengths: [Int], extendedAlways: Bool = false) throws(DICOMError) {
            if let tooLong = frameLengths.first(where: { $0 >= 0xffff_fffe }) {
                throw DICOMError(.limit, "a frame of \(tooLong) bytes does not fit into one fragment", tag: .pixelData)
            }
            var offsets: [Int] = []
            var offset = 0
            for length in frameLengths {
                offsets.append(offset)
                offset += 8 + length + length % 2
            }
            let isExtended = extendedAlways || (offsets.last ?? 0) > Int(UInt32.max) || offsets.count >= 1 << 30
            let table = isExtended ? [] : offsets.flatMap { UInt32($0).littleEndian4 }
            // (7FE0,0010) OB of undefined length, then the item of the Basic Offset Table.
            start = [0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff] + Self.itemHeader(length: table.count) + table
            totalCount = start.count + offset + Self.end.count
            extendedOffsetTable = isExtended ? try Self.extended(offsets: offsets, lengths: frameLengths) : []
        }

        public static func itemHeader(length: Int) -> [UInt8] {
            [0xfe, 0xff, 0x00, 0xe0] + UInt32(length + length % 2).littleEndian4
        }

        private static func extended(offsets: [Int], lengths: [Int]) throws(DICOMError) -> [UInt8] {
            var tables = DataSet()
            tables.set(.extendedOffsetTable, bytes: offsets.flatMap { UInt64($0).littleEndian8 }, vr: .OV)
            tables.set(.extendedOffsetTableLengths, bytes: lengths.flatMap { UInt64($0).littleEndian8 }, vr: .OV)
            return try tables.encode(transferSyntax: .explicitVRLittleEndian)
        }
    }
}
