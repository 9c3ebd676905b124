import ECG
import Testing

@Suite struct EvaluationTests {
    @Test func `a detection serves one reference, the nearest`() {
        var score = PointScore()
        score.add(reference: [100, 600, 1100], detected: [[104, 110, 590]], sampleRate: 500)
        #expect((score.found, score.missed, score.extra) == (2, 1, 1))
        #expect(score.mean == -6)
        #expect(score.sd == 14)
        #expect(score.sensitivity == 200.0 / 3)
    }

    @Test func `of several leads the nearest counts`() {
        var score = PointScore()
        score.add(reference: [100, 600], detected: [[140, 602], [101]], sampleRate: 500)
        #expect((score.found, score.missed, score.extra) == (2, 0, 0))
        #expect(score.mean == 3)
    }

    @Test func `marks in brackets are onset and end`() {
        let waves = ReferenceWaves([(5, "("), (9, "p"), (14, ")"), (20, "("), (25, "N"), (31, ")"), (60, "t"), (70, ")"), (90, "+")])
        #expect(waves.p == [.init(onset: 5, peak: 9, offset: 14)])
        #expect(waves.qrs == [.init(onset: 20, peak: 25, offset: 31)])
        #expect(waves.t == [.init(onset: nil, peak: 60, offset: 70)])
        #expect(waves.span == 5...70)
    }

    @Test func `what was made is found`() throws {
        let signal = CalibrationSignal.named("usual"), recording = signal.recording()
        let marks = (0..<9).flatMap { beat -> [(sample: Int, symbol: String)] in
            let start = 100 + beat * 500
            func at(_ milliseconds: Double) -> Int { start + Int(milliseconds / 2) }
            return [
                (at(0), "("), (at(55), "p"), (at(110), ")"), (at(160), "("), (at(202), "N"), (at(256), ")"), (at(380), "("), (at(470), "t"),
                (at(560), ")"),
            ]
        }
        var score = DelineationScore()
        score.add(ReferenceWaves(marks), try Delineation(recording), leads: ["II"])
        #expect(score.qrs.peak.sensitivity == 100)
        #expect(score.p.peak.ppv == 100)
        #expect(try #require(score.t.offset.sd) < 5)
    }
}
