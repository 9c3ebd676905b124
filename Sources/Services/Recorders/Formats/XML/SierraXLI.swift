/// The compression of Sierra XML: for each lead a chunk of LZW with codes of 10 bits, in it the high and then the low bytes of
/// second differences.
enum SierraXLI {
    /// The samples of all chunks, limb leads made whole again.
    static func channels(_ bytes: [UInt8], path: String) throws(RecordingError) -> [[Int32]] {
        var reader = ByteReader(bytes, .sierra)
        var channels: [[Int32]] = []
        while reader.remaining >= 8 {
            let place = reader.position
            func failure(_ message: String) -> RecordingError {
                RecordingError(.sierra, .path(path), "chunk \(channels.count + 1) at byte \(place) of the decoded data: \(message)")
            }
            let size = try reader.i32("a chunk")
            try reader.skip(2, "a chunk")
            let start = try reader.i16("a chunk")
            guard size > 0, size <= reader.remaining else { throw failure("\(size) bytes are announced, \(reader.remaining) are left") }
            guard let unpacked = LZW(bits: 10).decode(try reader.take(size, "a chunk")) else { throw failure("the LZW codes are damaged") }
            guard unpacked.count >= 4, channels.count < 64 else { throw failure("it has \(unpacked.count) bytes") }
            channels.append(samples(unpacked, start: Int32(start)))
        }
        rebuildLimbLeads(&channels)
        return channels
    }

    private static func samples(_ bytes: [UInt8], start: Int32) -> [Int32] {
        let half = (bytes.count + 1) / 2
        var values = (0..<half).map { index -> Int32 in
            let low = half + index < bytes.count ? bytes[half + index] : 0
            return Int32(Int16(bitPattern: UInt16(bytes[index]) << 8 | UInt16(low)))
        }
        // The first two are samples; a difference is kept 64 above what it is and belongs to the value after.
        var last = start
        for index in 2..<max(values.count, 2) {
            let sample = values[index - 1] &* 2 &- values[index - 2] &- last
            last = values[index] - 64
            values[index] = sample
        }
        return values
    }

    /// III, aVR, aVL and aVF are kept as what is left when they are computed from I and II.
    private static func rebuildLimbLeads(_ leads: inout [[Int32]]) {
        guard leads.count >= 6 else { return }
        let count = leads[..<6].map(\.count).min() ?? 0
        for i in 0..<count {
            let (one, two) = (leads[0][i], leads[1][i])
            let three = two &- one &- leads[2][i]
            leads[2][i] = three
            leads[3][i] = 0 &- leads[3][i] &- (one &+ two) >> 1
            leads[4][i] = (one &- three) >> 1 &- leads[4][i]
            leads[5][i] = (two &+ three) >> 1 &- leads[5][i]
        }
    }
}

/// Lempel-Ziv-Welch with codes of one width, most significant bit first; the highest code ends nothing and stands for nothing.
struct LZW {
    let bits: Int

    /// nil if a code stands for nothing yet.
    func decode(_ input: ArraySlice<UInt8>) -> [UInt8]? {
        let highest = 1 << bits - 2
        // A string is its last byte and the code of what comes before it.
        var prefix = [Int](repeating: -1, count: 1 << bits)
        var suffix = (0..<1 << bits).map { UInt8(truncatingIfNeeded: $0) }
        var length = [Int](repeating: 1, count: 1 << bits)
        var next = 256
        var previous = -1
        var output: [UInt8] = []
        var (buffer, held) = (0, 0)
        for byte in input {
            buffer = (buffer << 8 | Int(byte)) & 0xff_ffff
            held += 8
            guard held >= bits else { continue }
            held -= bits
            let code = buffer >> held & (1 << bits - 1)
            guard code <= highest else { break }
            guard code < next || (code == next && previous >= 0) else { return nil }
            if previous >= 0, next <= highest {
                prefix[next] = previous
                length[next] = length[previous] + 1
                suffix[next] = first(of: code == next ? previous : code, prefix, suffix)
                next += 1
            }
            append(code, length[code], prefix, suffix, to: &output)
            previous = code
        }
        return output
    }

    private func first(of code: Int, _ prefix: [Int], _ suffix: [UInt8]) -> UInt8 {
        var code = code
        while prefix[code] >= 0 { code = prefix[code] }
        return suffix[code]
    }

    private func append(_ code: Int, _ length: Int, _ prefix: [Int], _ suffix: [UInt8], to output: inout [UInt8]) {
        var code = code
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: length))
        for position in stride(from: start + length - 1, through: start, by: -1) {
            output[position] = suffix[code]
            code = prefix[code]
        }
    }
}
