/// Appends numbers, little endian, and texts.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ more: some Sequence<UInt8>) { bytes += more }

    mutating func byte(_ value: Int) { bytes.append(UInt8(truncatingIfNeeded: value)) }

    mutating func u16(_ value: Int) {
        byte(value)
        byte(value >> 8)
    }

    mutating func u32(_ value: Int) {
        u16(value)
        u16(value >> 16)
    }

    /// With the NUL that ends it.
    mutating func terminated(_ text: String) {
        bytes += text.utf8
        bytes.append(0)
    }
}
