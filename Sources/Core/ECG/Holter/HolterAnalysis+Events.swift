extension HolterAnalysis {
    /// A stretch without a beat.
    public struct Pause: Sendable, Codable {
        public let sample: Int
        public let seconds: Double
    }

    /// Beats of one kind that follow one another.
    public struct Run: Sendable, Codable {
        public let kind: BeatClass
        public let sample: Int
        public let beats: Int
        /// Beats a minute within.
        public let rate: Double
    }

    /// One hour from the start of the recording.
    public struct Hour: Sendable, Codable {
        public let hour: Int
        public let beats, ventricular, supraventricular, pauses: Int
        public let meanRate, slowestRate, fastestRate: Double?
    }

    /// Seconds between neighbouring beats.
    public var intervals: [Double] { zip(samples, samples.dropFirst()).map { Double($1 - $0) / sampleRate } }

    /// Intervals of at least so many seconds.
    public func pauses(from seconds: Double = 2) -> [Pause] {
        zip(samples, intervals).filter { $1 >= seconds }.map { Pause(sample: $0, seconds: $1) }
    }

    /// Three beats or more in a row, ventricular or supraventricular.
    public var runs: [Run] {
        var runs: [Run] = []
        var start = 0
        for index in classes.indices.dropFirst() + [classes.endIndex] where index == classes.endIndex || classes[index] != classes[start] {
            let kind = classes[start], count = index - start
            if count >= 3, kind == .ventricular || kind == .supraventricular {
                let seconds = Double(samples[index - 1] - samples[start]) / sampleRate
                runs.append(Run(kind: kind, sample: samples[start], beats: count, rate: 60 * Double(count - 1) / seconds))
            }
            start = index
        }
        return runs
    }

    /// How many intervals lie in each bin of 1/64 s, from 0 to 3 s.
    public var histogram: [Int] {
        var bins = [Int](repeating: 0, count: 193)
        for interval in intervals { bins[min(192, Int(interval * 64))] += 1 }
        return bins
    }

    /// Pairs of an interval and the next, milliseconds: the Lorenz (Poincaré) plot.
    public var lorenz: [(first: Double, second: Double)] {
        let all = intervals
        return zip(all, all.dropFirst()).map { ($0 * 1000, $1 * 1000) }
    }

    /// By the beats' time from the start; slowest and fastest over eight intervals in a row.
    public var hours: [Hour] {
        let all = intervals
        let groups = Dictionary(grouping: samples.indices) { Int(Double(samples[$0]) / sampleRate / 3600) }
        return groups.sorted { $0.key < $1.key }.map { hour, beats in
            let own = beats.filter { $0 < all.count }
            var rates: [Double] = []
            for first in stride(from: 0, to: own.count - 8, by: 1) {
                rates.append(60 * 8 / own[first..<first + 8].reduce(0) { $0 + all[$1] })
            }
            let seconds = own.reduce(0) { $0 + all[$1] }
            return Hour(
                hour: hour, beats: beats.count, ventricular: beats.count { classes[$0] == .ventricular },
                supraventricular: beats.count { classes[$0] == .supraventricular }, pauses: own.count { all[$0] >= 2 },
                meanRate: seconds > 0 ? 60 * Double(own.count) / seconds : nil, slowestRate: rates.min(), fastestRate: rates.max())
        }
    }

    /// Over the whole recording.
    public var variability: Variability? {
        Variability(times: samples.map { Double($0) / sampleRate }, classes: classes)
    }
}
