internal import CRender

/// A lookup table with its descriptor resolved (PS3.3 C.11.1.1, C.11.2.1.1, C.7.6.3.1.5): an input below `first` takes the first
/// entry, one past the last takes the last.
public struct LookupTable: Sendable, Hashable {
    /// The input that the first entry stands for.
    public var first: Int
    /// 1 … 65536 unsigned entries.
    public var entries: [UInt16]
    /// Bits of an entry, 1 … 16; 8 … 16 in DICOM. Entries that need more are believed before it.
    public var bits: Int

    public init(first: Int = 0, entries: [UInt16], bits: Int = 16) {
        self.first = first
        self.entries = entries
        self.bits = bits
    }

    /// Reads LUT Data (0028,3006) given as words.
    ///
    /// `descriptor` is LUT Descriptor (0028,3002), its numbers read as US or SS: the count 0 means 65536, and the second is signed
    /// when the input is (`isSigned`), whatever was read. Eight-bit entries may lie two in a word, the first in the lower byte.
    /// - Throws: `.badArgument` when the descriptor is not one, or there are fewer entries than it says.
    public init(descriptor: [Int], isSigned: Bool, words: [UInt16]) throws(ImagingError) {
        let shape = try Descriptor(descriptor, isSigned: isSigned)
        let isPacked = shape.bits <= 8 && words.count < shape.count && words.count * 2 >= shape.count
        let entries = isPacked ? words.flatMap { [$0 & 0xFF, $0 >> 8] } : words
        try self.init(shape, entries)
    }

    /// Reads LUT Data or Palette Color Lookup Table Data (0028,1201 … 1203) given as the little endian bytes of an OW.
    ///
    /// Entries are bytes when there are too few bytes for words; see `init(descriptor:isSigned:words:)` for the rest.
    public init(descriptor: [Int], isSigned: Bool, bytes: [UInt8]) throws(ImagingError) {
        let shape = try Descriptor(descriptor, isSigned: isSigned)
        try self.init(shape, bytes.count >= shape.count * 2 ? Self.words(bytes) : bytes.map(UInt16.init))
    }

    /// Reads Segmented Palette Color Lookup Table Data (0028,1221 … 1223), PS3.3 C.7.9.2: units of one byte for entries of eight bits,
    /// of two little endian bytes for more.
    public init(descriptor: [Int], isSigned: Bool, segments: [UInt8]) throws(ImagingError) {
        let shape = try Descriptor(descriptor, isSigned: isSigned)
        let bytesPerUnit = shape.bits <= 8 ? 1 : 2
        var status: Int32 = 0
        var message = RenderMessage()
        let entries = [UInt16](unsafeUninitializedCapacity: shape.count) { buffer, count in
            status = segments.withUnsafeBytes { bytes in
                crender_palette_expand(
                    bytes.baseAddress, bytes.count / bytesPerUnit, UInt32(bytesPerUnit), buffer.baseAddress, shape.count, &count,
                    &message.text)
            }
        }
        if status != 0 { throw ImagingError(status, message) }
        try self.init(shape, entries)
    }

    private init(_ shape: Descriptor, _ entries: [UInt16]) throws(ImagingError) {
        guard entries.count >= shape.count else {
            throw ImagingError(.badArgument, "a lookup table of \(shape.count) entries has \(entries.count)")
        }
        self.init(first: shape.first, entries: Array(entries.prefix(shape.count)), bits: shape.bits)
    }

    private static func words(_ bytes: [UInt8]) -> [UInt16] {
        stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
    }
}

/// The three numbers in front of a table.
private struct Descriptor {
    let count: Int
    let first: Int
    let bits: Int

    init(_ numbers: [Int], isSigned: Bool) throws(ImagingError) {
        guard numbers.count == 3, numbers.allSatisfy({ (-32_768...65_535).contains($0) }), (1...16).contains(numbers[2]) else {
            throw ImagingError(.badArgument, "\(numbers) is no lookup table descriptor")
        }
        count = numbers[0] == 0 ? 65_536 : numbers[0] & 0xFFFF
        first = isSigned ? Int(Int16(truncatingIfNeeded: numbers[1])) : numbers[1] & 0xFFFF
        bits = numbers[2]
    }
}
