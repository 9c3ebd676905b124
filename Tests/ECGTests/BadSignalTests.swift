import ECG
import Testing

/// What recorders deliver when electrodes fall off, files are cut or headers lie.
@Suite struct BadSignalTests {
    private let good = CalibrationSignal.named("usual").recording()

    @Test func `a flat recording has no beats and cannot be read`() throws {
        let leads = ["I", "II"].map { Recording.Lead(name: $0, samples: [Int32](repeating: 7, count: 5000), scale: 1) }
        let analysis = try ECGAnalysis(Recording(sampleRate: 500, leads: leads))
        #expect(analysis.delineation.beats.isEmpty)
        #expect(analysis.triage == .unreadable)
        #expect(analysis.measurements.heartRate == nil)
        #expect(analysis.quality.allSatisfy { $0.faults == [.flat] })
    }

    @Test(arguments: [1, 2, 10, 50, 250, 300])
    func `a recording of half a second and less is no error`(count: Int) throws {
        var short = good
        for index in short.leads.indices { short.leads[index].samples = Array(short.leads[index].samples.prefix(count)) }
        #expect(try ECGAnalysis(short).triage == .unreadable)
    }

    @Test func `leads that are missing or partly missing leave the others as they are`() throws {
        var torn = good
        torn.leads[2].samples = [Int32](repeating: Recording.Lead.missing, count: 5000)
        torn.leads[6].samples = []
        for i in 1000..<1600 { torn.leads[7].samples[i] = Recording.Lead.missing }
        let analysis = try ECGAnalysis(torn)
        #expect(analysis.delineation.beats.count == 10)
        #expect(analysis.quality[2].faults == [.missing])
        #expect(analysis.quality[7].faults == [.missing])
        #expect(abs(try #require(analysis.measurements.pr) - 160) <= 10)
    }

    @Test func `a saturated lead is named`() throws {
        var clipped = good
        clipped.leads[1].samples = clipped.leads[1].samples.map { max(-20, min(20, $0)) }
        #expect(try ECGAnalysis(clipped).quality[1].faults.contains(.saturated))
    }

    @Test func `noise alone gives an answer, not a crash`() throws {
        var random = Repeatable(seed: 9)
        let leads = (0..<12).map { index in
            Recording.Lead(name: "C\(index)", samples: (0..<5000).map { _ in Int32(random.unit() * 4e9 - 2e9) }, scale: 1000)
        }
        _ = try ECGAnalysis(Recording(sampleRate: 500, leads: leads))
    }

    @Test(arguments: [0.0, 10, -500, .nan, .infinity, 1e9])
    func `an absurd rate is refused`(rate: Double) {
        var wrong = good
        wrong.sampleRate = rate
        #expect(throws: ECGError.self) { _ = try ECGAnalysis(wrong) }
    }

    @Test func `no leads are refused, and so are too many`() {
        #expect(throws: ECGError.self) { _ = try ECGAnalysis(Recording(sampleRate: 500, leads: [])) }
        let many = (0..<40).map { Recording.Lead(name: "C\($0)", samples: [1, 2, 3], scale: 1) }
        #expect(throws: ECGError.self) { _ = try ECGAnalysis(Recording(sampleRate: 500, leads: many)) }
    }

    @Test func `cut anywhere, a recording is still read`() throws {
        for count in stride(from: 1, to: 5000, by: 331) {
            var cut = good
            for index in cut.leads.indices { cut.leads[index].samples = Array(cut.leads[index].samples.prefix(count)) }
            _ = try ECGAnalysis(cut)
        }
    }
}
