import ECG

/// How samples lie in a signal file (WFDB Applications Guide, signal(5)).
enum WFDBStorage: Int {
    /// First differences of 8 bits.
    case differences8 = 8
    case bits16 = 16
    case bits24 = 24
    case bits32 = 32
    /// 16 bits, big endian.
    case bits16BigEndian = 61
    /// 8 bits, offset binary.
    case offset8 = 80
    /// 16 bits, offset binary.
    case offset16 = 160
    /// Two samples of 12 bits in three bytes.
    case bits12 = 212
    /// Three samples of 10 bits in four bytes: two in the low parts of two words, the third in what the two have left.
    case bits10Split = 310
    /// Three samples of 10 bits in a word of four bytes.
    case bits10 = 311

    /// The sample that stands for none.
    var missing: Int32? {
        switch self {
        case .differences8: nil
        case .bits16, .bits16BigEndian, .offset16: -32768
        case .bits24: -8_388_608
        case .bits32: Int32.min
        case .offset8: -128
        case .bits12: -2048
        case .bits10Split, .bits10: -512
        }
    }

    /// Samples that so many bytes hold.
    func sampleCount(inBytes count: Int) -> Int {
        switch self {
        case .differences8, .offset8: count
        case .bits16, .bits16BigEndian, .offset16: count / 2
        case .bits24: count / 3
        case .bits32: count / 4
        case .bits12: count / 3 * 2 + (count % 3 == 2 ? 1 : 0)
        case .bits10Split, .bits10: count / 4 * 3 + (count % 4 == 2 && self == .bits10Split ? 1 : 0)
        }
    }

    /// The samples of one signal, which has `width` of the `stride` that a frame holds, from the one at `offset` on. `differences8`
    /// gives differences.
    func samples(_ bytes: ArraySlice<UInt8>, offset: Int, width: Int = 1, of stride: Int, frames: Int) -> [Int32] {
        bytes.withUnsafeBytes { bytes in
            [Int32](unsafeUninitializedCapacity: frames * width) { output, initialized in
                for frame in 0..<frames {
                    for i in 0..<width { output[frame * width + i] = sample(frame * stride + offset + i, in: bytes) }
                }
                initialized = frames * width
            }
        }
    }

    @inline(__always)
    private func sample(_ i: Int, in bytes: UnsafeRawBufferPointer) -> Int32 {
        func word(_ offset: Int) -> UInt16 { UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)) }
        switch self {
        case .differences8: return Int32(Int8(bitPattern: bytes[i]))
        case .offset8: return Int32(bytes[i]) - 128
        case .bits16: return Int32(Int16(bitPattern: word(i * 2)))
        case .bits16BigEndian: return Int32(Int16(bitPattern: word(i * 2).byteSwapped))
        case .offset16: return Int32(word(i * 2)) - 32768
        case .bits24: return Int32(bytes[i * 3]) | Int32(bytes[i * 3 + 1]) << 8 | Int32(Int8(bitPattern: bytes[i * 3 + 2])) << 16
        case .bits32: return Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: i * 4, as: Int32.self))
        case .bits12:
            let start = i / 2 * 3
            let low = Int32(bytes[i % 2 == 0 ? start : start + 2])
            let high = Int32(i % 2 == 0 ? bytes[start + 1] & 0x0f : bytes[start + 1] >> 4)
            return (high << 8 | low).signExtended(bits: 12)
        case .bits10Split:
            let start = i / 3 * 4
            if i % 3 < 2 { return Int32(word(start + i % 3 * 2) >> 1 & 0x3ff).signExtended(bits: 10) }
            return Int32(word(start) >> 11 | (word(start + 2) >> 11) << 5).signExtended(bits: 10)
        case .bits10:
            let four = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: i / 3 * 4, as: UInt32.self))
            return Int32(four >> (UInt32(i % 3) * 10) & 0x3ff).signExtended(bits: 10)
        }
    }
}

extension Int32 {
    /// The lowest bits as a number in two's complement.
    func signExtended(bits: Int32) -> Int32 { (self << (32 - bits)) >> (32 - bits) }
}
