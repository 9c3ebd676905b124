/// The signal-averaged QRS (ESC/AHA/ACC Task Force 1991): three leads at right angles, 40 - 250 Hz, as one vector's length.
public struct LatePotentials: Sendable, Hashable, Codable {
    /// Beats that were averaged.
    public let beats: Int
    /// Noise of the vector after the QRS, microvolts; up to 1 µV is asked for, or no statement is made.
    public let noise: Double
    /// Milliseconds of the filtered QRS.
    public let duration: Double
    /// Microvolts RMS of its last 40 ms.
    public let rms40: Double
    /// Milliseconds at its end below 40 µV.
    public let lowAmplitude: Double

    /// Two of the three criteria of the Task Force: longer than 114 ms, less than 20 µV, more than 38 ms.
    public var isPositive: Bool { [duration > 114, rms40 < 20, lowAmplitude > 38].count { $0 } >= 2 }

    /// Nil for a recording below 1000 samples a second, without three such leads, or with fewer than 30 like beats.
    public init?(_ recording: Recording, _ delineation: Delineation) {
        let rate = recording.sampleRate
        let names = recording.lead("X") != nil ? ["X", "Y", "Z"] : ["I", "aVF", "V2"]
        let leads = names.compactMap(recording.lead)
        guard rate >= 1000, leads.count == 3, let main = delineation.mainShape,
            let shape = delineation.shapes.firstIndex(where: { $0.members == main.members }),
            let qrs = delineation.beats.first(where: { $0.shape == shape })?.waves.qrs
        else { return nil }
        let places = delineation.beats.filter { $0.shape == shape && $0.likeness > 0.95 }.map(\.sample)
        guard places.count >= 30 else { return nil }

        let before = Int(0.3 * rate), after = Int(0.4 * rate)
        let aligned = Self.align(places, leads[0].microvolts, reach: Int(0.004 * rate), half: Int(0.05 * rate))
        let averages = leads.map { Self.average($0.microvolts, aligned, before: before, after: after) }
        guard let filtered = try? DisplayFilter(highPass: 40, lowPass: 250).apply(averages, sampleRate: rate) else { return nil }
        let vector = filtered[0].indices.map { i in
            filtered.reduce(0.0) { $0 + Double($1[i]) * Double($1[i]) }.squareRoot()
        }
        let first = delineation.beats.first { $0.shape == shape }!.sample
        guard let end = Self.bounds(vector, from: qrs.onset - first + before, to: qrs.offset - first + before, rate: rate) else { return nil }

        let last40 = max(end.onset, end.offset - Int(0.04 * rate))..<end.offset
        var low = end.offset
        while low > end.onset, vector[low - 1] < 40 { low -= 1 }
        beats = places.count
        noise = end.noise
        duration = Double(end.offset - end.onset) * 1000 / rate
        rms40 = (last40.reduce(0) { $0 + vector[$1] * vector[$1] } / Double(max(last40.count, 1))).squareRoot()
        lowAmplitude = Double(end.offset - low) * 1000 / rate
    }

    /// Moves each place to where its beat is likest to the first: an average loses what is not aligned to a sample.
    private static func align(_ places: [Int], _ samples: [Float], reach: Int, half: Int) -> [Int] {
        guard let first = places.first(where: { $0 >= half && $0 + half < samples.count }) else { return places }
        func likeness(_ place: Int) -> Float {
            (-half...half).reduce(0) { $0 + samples[place + $1] * samples[first + $1] }
        }
        return places.filter { $0 >= half + reach && $0 + half + reach < samples.count }.map { place in
            (-reach...reach).map { place + $0 }.max { likeness($0) < likeness($1) } ?? place
        }
    }

    private static func average(_ samples: [Float], _ places: [Int], before: Int, after: Int) -> [Float] {
        var sum = [Float](repeating: 0, count: before + after)
        let inside = places.filter { $0 >= before && $0 + after <= samples.count }
        for place in inside { for i in sum.indices { sum[i] += samples[place - before + i] } }
        return sum.map { $0 / Float(max(inside.count, 1)) }
    }

    /// Where 5 ms of the vector rise above the noise for the last time, and for the first.
    private static func bounds(_ vector: [Double], from: Int, to: Int, rate: Double) -> (onset: Int, offset: Int, noise: Double)? {
        let window = Int(0.005 * rate), rest = Int(0.04 * rate), quiet = to + Int(0.08 * rate)
        guard quiet + rest < vector.count, from - rest > 0 else { return nil }
        let noise = vector[quiet..<quiet + rest].reduce(0, +) / Double(rest)
        let deviation = (vector[quiet..<quiet + rest].reduce(0) { $0 + ($1 - noise) * ($1 - noise) } / Double(rest)).squareRoot()
        let limit = noise + 3 * deviation
        func isLoud(_ first: Int) -> Bool { vector[first..<first + window].reduce(0, +) / Double(window) > limit }
        let candidates = (from - rest)..<(quiet - window)
        guard let onset = candidates.first(where: isLoud), let last = candidates.last(where: isLoud) else { return nil }
        return (onset, last + window, noise)
    }
}
