import ECG
import Testing

@Suite struct DelineationTests {
    @Test(arguments: [128.0, 250, 360, 500, 1000])
    func `every beat has its three waves at every rate`(rate: Double) throws {
        let signal = CalibrationSignal.named("usual"), found = try Delineation(signal.recording(rate: rate))
        let complete = found.beats.filter { $0.waves.p != nil && $0.waves.qrs != nil && $0.waves.t != nil }
        #expect(found.beats.count == 10)
        #expect(complete.count >= 9)
        for beat in complete {
            let peak = try #require(beat.leads[1].qrs?.peak)
            let phase = (Double(peak) * 1000 / rate - 200).truncatingRemainder(dividingBy: signal.rr)
            #expect(abs(phase - signal.qrs[2][0]) <= 10)
        }
    }

    @Test(arguments: [0.001, 1, 1000])
    func `the scale of the signal does not matter`(scale: Double) throws {
        var recording = CalibrationSignal.named("usual").recording()
        let usual = try Delineation(recording)
        for index in recording.leads.indices { recording.leads[index].scale *= scale }
        let scaled = try Delineation(recording)
        #expect(scaled.beats.map(\.waves) == usual.beats.map(\.waves))
    }

    @Test(arguments: [1, 2, 3, 8, 12, 18])
    func `any number of leads will do`(count: Int) throws {
        let lead = CalibrationSignal.named("usual").recording().leads[1]
        let leads = (0..<count).map { index in
            var copy = lead
            copy.name = "C\(index)"
            return copy
        }
        #expect(try Delineation(Recording(sampleRate: 500, leads: leads)).beats.count == 10)
    }

    @Test func `without P waves and with irregular beats there is no P, and it is fibrillation`() throws {
        let signal = CalibrationSignal.named("usual")
        var random = Repeatable(seed: 3), at = 300.0, onsets: [Double] = []
        while at < 19_000 {
            onsets.append(at)
            at += 560 + 500 * random.unit()
        }
        let silent = CalibrationSignal(signal, pHeight: 0)
        let leads = (0..<3).map { Recording.Lead("C\($0)", silent.lead(rate: 500, seconds: 20, onsets: onsets, noise: 12, seed: UInt64($0 + 5))) }
        let analysis = try ECGAnalysis(Recording(sampleRate: 500, leads: leads))
        #expect(analysis.delineation.beats.allSatisfy { $0.waves.p == nil })
        #expect(analysis.measurements.pr == nil)
        #expect(analysis.rhythm.atria == .fibrillation)
        #expect(analysis.statements.contains { $0.code == "AFIB" })
    }

    @Test func `a premature wide beat is ventricular`() throws {
        let signal = CalibrationSignal.named("usual"), wide = CalibrationSignal.wide
        var onsets = Array(stride(from: 200.0, to: 10_000, by: 1000))
        onsets.remove(at: 5)
        let leads = (0..<3).map { index -> Recording.Lead in
            let beats = signal.lead(rate: 500, seconds: 10, onsets: onsets), extra = wide.lead(rate: 500, seconds: 10, onsets: [4750])
            return Recording.Lead("C\(index)", zip(beats, extra).map { $0 + $1 })
        }
        let analysis = try ECGAnalysis(Recording(sampleRate: 500, leads: leads))
        #expect(analysis.rhythm.classes.count { $0 == .ventricular } == 1)
        #expect(analysis.delineation.beats.count == 10)
        #expect(abs(try #require(analysis.measurements.qrs) - signal.qrsDuration) <= 6)
    }

    @Test func `spikes before the beats are a pacemaker's`() throws {
        var samples = CalibrationSignal.wide.lead(rate: 1000, seconds: 10, onsets: Array(stride(from: 200.0, to: 10_000, by: 900)))
        var spikes: [Int] = []
        for onset in stride(from: 200, to: 9_900, by: 900) {
            let at = onset + Int(CalibrationSignal.wide.qrs[0][0]) - 12
            samples[at] += 3000
            samples[at + 1] += 2500
            spikes.append(at)
        }
        let leads = ["I", "II"].map { Recording.Lead($0, samples) }
        let analysis = try ECGAnalysis(Recording(sampleRate: 1000, leads: leads))
        #expect(analysis.delineation.pacemakerSpikes.count == spikes.count)
        #expect(zip(analysis.delineation.pacemakerSpikes, spikes).allSatisfy { abs($0 - $1) <= 2 })
        #expect(analysis.statements.contains { $0.code == "PACE" })
    }
}

extension CalibrationSignal {
    /// A beat without P, 160 ms wide, its T opposite.
    static let wide = CalibrationSignal(
        name: "wide", rr: 1000, p: Hump(onset: 0, end: 100, height: 0), t: Hump(onset: 320, end: 560, height: -400),
        qrs: [[100, 0], [160, 1800], [210, -500], [260, 0]])

    init(_ other: CalibrationSignal, pHeight: Double) {
        self.init(
            name: other.name, rr: other.rr, p: Hump(onset: other.p.onset, end: other.p.end, height: pHeight), t: other.t, qrs: other.qrs)
    }
}
