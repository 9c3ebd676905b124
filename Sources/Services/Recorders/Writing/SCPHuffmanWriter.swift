/// The default Huffman code of SCP-ECG (EN 1064 C.3.7.6).
enum SCPHuffmanWriter {
    static func code(_ values: [Int16]) -> [UInt8] {
        var bits = Bits()
        for value in values {
            let size = value.magnitude
            switch size {
            case 0: bits.append(0, 1)
            case 1...8:
                // So many ones, a zero, and the sign.
                bits.append(UInt32(1) << (size + 2) - 1 - 0b11 | (value < 0 ? 1 : 0), Int(size) + 2)
            case 0..<128:
                bits.append(0b11_1111_1110, 10)
                bits.append(UInt32(UInt8(bitPattern: Int8(value))), 8)
            default:
                bits.append(0b11_1111_1111, 10)
                bits.append(UInt32(UInt16(bitPattern: value)), 16)
            }
        }
        return bits.finished
    }

    /// Collects bits, highest first.
    private struct Bits {
        private var bytes: [UInt8] = []
        private var buffer: UInt32 = 0
        private var held = 0

        mutating func append(_ value: UInt32, _ count: Int) {
            buffer = buffer << UInt32(count) | value
            held += count
            while held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(held)))
            }
        }

        /// Filled up with ones, which are the start of no short code.
        var finished: [UInt8] {
            guard held > 0 else { return bytes }
            let rest = buffer << UInt32(8 - held) | (UInt32(1) << UInt32(8 - held) - 1)
            return bytes + [UInt8(truncatingIfNeeded: rest)]
        }
    }
}
