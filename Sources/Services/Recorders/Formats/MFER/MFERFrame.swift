import ECG

/// One frame of waves: for each sequence, of each channel a block of samples.
struct MFERFrame {
    /// The type of wave that is an average beat.
    static let dominantBeat = 9

    let waveType: Int
    let sampleRate: Double
    private let channels: [MFERChannel]
    private let samples: [[Int32]]

    init(_ bytes: ArraySlice<UInt8>, channels: [MFERChannel], isBigEndian: Bool, waveType: Int) throws(RecordingError) {
        self.channels = channels
        self.waveType = waveType
        func failure(_ message: String) -> RecordingError { RecordingError(.mfer, .offset(bytes.startIndex), message) }
        guard let rate = channels.first?.sampleRate, rate > 0, rate <= Recording.highestRate else { throw failure("the sampling interval is not possible") }
        sampleRate = rate
        var size = 0
        for channel in channels {
            guard channel.block > 0, channel.block <= bytes.count else { throw failure("a block of \(channel.block) samples in \(bytes.count) bytes") }
            size += channel.block * channel.type.size
        }
        // What is announced beyond the data is not there.
        let sequences = min(channels[0].sequences ?? bytes.count / size, bytes.count / size)
        guard sequences > 0 else { throw failure("a sequence has \(size) bytes, the frame only \(bytes.count)") }
        var samples = channels.map { channel -> [Int32] in
            var samples: [Int32] = []
            samples.reserveCapacity(channel.block * sequences)
            return samples
        }
        var position = bytes.startIndex
        for _ in 0..<sequences {
            for (index, channel) in channels.enumerated() {
                for _ in 0..<channel.block {
                    samples[index].append(Self.sample(bytes, at: position, channel, isBigEndian: isBigEndian))
                    position += channel.type.size
                }
            }
        }
        self.samples = samples
    }

    private static func sample(_ bytes: ArraySlice<UInt8>, at position: Int, _ channel: MFERChannel, isBigEndian: Bool) -> Int32 {
        let size = channel.type.size
        var bits: UInt64 = 0
        for i in 0..<size { bits = bits << 8 | UInt64(bytes[isBigEndian ? position + i : position + size - 1 - i]) }
        let value: Double
        switch channel.type {
        case .unsigned8, .unsigned16, .status16, .unsigned32: value = Double(bits)
        case .int8: value = Double(Int8(truncatingIfNeeded: bits))
        case .int16: value = Double(Int16(truncatingIfNeeded: bits))
        case .int32: value = Double(Int32(truncatingIfNeeded: bits))
        case .float32: value = Double(Float(bitPattern: UInt32(bits)))
        case .float64: value = Double(bitPattern: bits)
        }
        if value == channel.null { return Recording.Lead.missing }
        return Int32(exactly: value.rounded()) ?? Recording.Lead.missing
    }

    /// The channels that are voltages and run at the rate of the first.
    func leads() throws(RecordingError) -> [Recording.Lead] {
        let block = channels[0].block
        return zip(channels, samples).enumerated().compactMap { number, pair in
            let (channel, samples) = pair
            guard let scale = channel.scale, channel.type != .status16, channel.block == block else { return nil }
            // A value is (sample + offset) · sensitivity.
            return Recording.Lead(name: channel.name(number: number + 1), samples: samples, scale: scale, zero: channel.offset == 0 ? 0 : -channel.offset)
        }
    }
}
