import Foundation

extension LeadMeasurements {
    /// The least that counts as a wave of the QRS: 30 µV for 6 ms (IEC 60601-2-51, annex GG.5).
    static let leastWave = (microvolts: 30.0, milliseconds: 6.0)

    /// Measures one lead of a median beat.
    init(_ shape: BeatShape, lead index: Int) {
        self.init(name: shape.leadNames[index])
        let samples = shape.leads[index], own = shape.leadWaves[index]
        guard let qrs = shape.waves.qrs, samples.indices.contains(qrs.onset), samples.indices.contains(qrs.offset) else { return }
        let milliseconds = 1000 / BeatShape.sampleRate
        let zero = Self.baseline(samples, before: qrs.onset)
        func level(at sample: Int) -> Double? {
            samples.indices.contains(sample) ? Double(samples[sample]) - zero : nil
        }
        func area(_ wave: Wave?, over base: (Int) -> Double) -> Double? {
            guard let wave, samples.indices.contains(wave.onset), samples.indices.contains(wave.offset) else { return nil }
            return (wave.onset...wave.offset).reduce(0) { $0 + (Double(samples[$1]) - base($1)) * milliseconds }
        }
        measureQRS(samples[qrs.onset...qrs.offset].map { Double($0) - zero }, milliseconds: milliseconds)
        qrsArea = area(qrs) { _ in zero }

        if let wave = own.p, samples.indices.contains(wave.onset), samples.indices.contains(wave.offset) {
            let from = Double(samples[wave.onset]), rise = (Double(samples[wave.offset]) - from) / Double(max(wave.length, 1))
            let line = { (sample: Int) in from + rise * Double(sample - wave.onset) }
            p = (wave.onset...wave.offset).map { Double(samples[$0]) - line($0) }.max { abs($0) < abs($1) }
            pArea = area(wave, over: line)
        }
        if let wave = own.t {
            t = level(at: wave.peak)
            tArea = area(wave) { _ in zero }
            if let begin = own.qrs?.onset { qt = Double(wave.offset - begin) * milliseconds }
        }
        let after = { (delay: Double) in level(at: qrs.offset + Int((delay / milliseconds).rounded())) }
        (stJ, stJ40, stJ60, stJ80) = (after(0), after(40), after(60), after(80))
    }

    /// The median of the 16 ms before the QRS: the PR segment, on which amplitudes stand (AHA/ACCF/HRS 2009, Part VI).
    private static func baseline(_ samples: [Float], before onset: Int) -> Double {
        let before = samples[max(0, onset - 9)...max(0, onset - 1)].sorted()
        return Double(before[before.count / 2])
    }

    /// A stretch of the QRS on one side of the baseline.
    private struct Deflection {
        var peak: Double
        var length: Int
    }

    private mutating func measureQRS(_ levels: [Double], milliseconds: Double) {
        var deflections: [Deflection] = []
        for level in levels where level != 0 {
            if let last = deflections.last, (last.peak > 0) == (level > 0) {
                deflections[deflections.count - 1].length += 1
                if abs(level) > abs(last.peak) { deflections[deflections.count - 1].peak = level }
            } else {
                deflections.append(Deflection(peak: level, length: 1))
            }
        }
        deflections.removeAll {
            abs($0.peak) < Self.leastWave.microvolts || Double($0.length) * milliseconds < Self.leastWave.milliseconds
        }
        guard let first = deflections.firstIndex(where: { $0.peak > 0 }) else {
            qs = deflections.map(\.peak).min()
            return
        }
        let duration = { (deflection: Deflection) in Double(deflection.length) * milliseconds }
        if let wave = deflections[..<first].min(by: { $0.peak < $1.peak }) { (q, qDuration) = (wave.peak, duration(wave)) }
        (r, rDuration) = (deflections[first].peak, duration(deflections[first]))
        guard let dip = deflections[(first + 1)...].firstIndex(where: { $0.peak < 0 }) else { return }
        (s, sDuration) = (deflections[dip].peak, duration(deflections[dip]))
        let later = deflections[(dip + 1)...]
        rPrime = later.filter { $0.peak > 0 }.map(\.peak).max()
        if let deeper = later.map(\.peak).min(), deeper < s! { s = deeper }
    }
}
