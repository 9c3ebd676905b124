import ECG
import Testing

@Suite struct HolterTests {
    /// Half an hour: 800 ms between beats, a ventricular beat every minute, a run of four and a pause of three seconds.
    private static let recording: Recording = {
        let signal = CalibrationSignal.named("usual"), wide = CalibrationSignal.wide, seconds = 1800.0
        var normal: [Double] = [], ventricular: [Double] = [], at = 500.0
        while at < seconds * 1000 - 1500 {
            let minute = Int(at / 60_000), first = at.truncatingRemainder(dividingBy: 60_000) < 800
            if first && minute == 10 {
                for beat in 0..<4 { ventricular.append(at + Double(beat) * 450 - 150) }
                at += 2400
            } else if first && minute == 20 {
                normal.append(at)
                at += 3000
            } else if first && minute > 0 {
                ventricular.append(at - 150)
                at += 800
            } else {
                normal.append(at)
                at += 800
            }
        }
        let leads = ["II", "V1", "V5"].enumerated().map { index, name -> Recording.Lead in
            let beats = signal.lead(rate: 250, seconds: seconds, onsets: normal, noise: 10, seed: UInt64(index + 1))
            let extra = wide.lead(rate: 250, seconds: seconds, onsets: ventricular)
            return Recording.Lead(name, zip(beats, extra).map { $0 + $1 })
        }
        return Recording(sampleRate: 250, leads: leads)
    }()

    @Test func `beats, runs, pauses and hours are counted`() throws {
        let holter = try HolterAnalysis(Self.recording)
        let expected = 28 + 4
        #expect(abs(holter.classes.count { $0 == .ventricular } - expected) <= 1)
        #expect(holter.runs.contains { $0.kind == .ventricular && $0.beats == 4 && abs($0.rate - 133) < 5 })
        let pauses = holter.pauses()
        #expect(pauses.count == 1)
        #expect(abs(try #require(pauses.first).seconds - 3) < 0.02)
        let hour = try #require(holter.hours.first)
        #expect(holter.hours.count == 1)
        #expect(hour.beats == holter.samples.count)
        #expect(abs(try #require(hour.meanRate) - 75) < 1)
        #expect(holter.histogram.reduce(0, +) == holter.intervals.count)
        #expect(holter.irregularMinutes.isEmpty)
    }

    @Test func `ST is level where it was made level`() throws {
        let trend = try #require(try HolterAnalysis(Self.recording).stTrend)
        #expect(trend.leadNames == ["II", "V1", "V5"])
        for level in trend.levels[0].dropLast() { #expect(abs(try #require(level)) < 20) }
    }

    @Test func `a recording without samples is refused, a flat one has no beats`() throws {
        #expect(throws: ECGError.self) { _ = try HolterAnalysis(Recording(sampleRate: 250, leads: [])) }
        let flat = Recording(sampleRate: 250, leads: [Recording.Lead(name: "II", samples: [Int32](repeating: 0, count: 100_000), scale: 1)])
        #expect(try HolterAnalysis(flat).samples.isEmpty)
    }
}
