import ECG
import Testing

/// Tolerances of IEC 60601-2-25 for calibration signals: P and PR 10 ms, QRS 6 ms, QT 12 ms; amplitudes 25 µV up to 500 µV, beyond that
/// 5 % or 40 µV, whichever is more.
@Suite struct CalibrationTests {
    @Test(arguments: CalibrationSignal.all, [500.0, 1000])
    func `intervals are those the signal was made from`(signal: CalibrationSignal, rate: Double) throws {
        let measured = try ECGAnalysis(signal.recording(rate: rate)).measurements
        #expect(abs(try #require(measured.pDuration) - (signal.p.end - signal.p.onset)) <= 10)
        #expect(abs(try #require(measured.pr) - signal.pr) <= 10)
        #expect(abs(try #require(measured.qrs) - signal.qrsDuration) <= 6)
        #expect(abs(try #require(measured.qt) - signal.qt) <= 12)
        #expect(abs(try #require(measured.heartRate) - 60_000 / signal.rr) < 0.5)
    }

    @Test(arguments: CalibrationSignal.all)
    func `amplitudes are those the signal was made from`(signal: CalibrationSignal) throws {
        let lead = try #require(try ECGAnalysis(signal.recording()).measurements.lead("V3"))
        func tolerance(_ amplitude: Double) -> Double { abs(amplitude) <= 500 ? 25 : max(40, abs(amplitude) * 0.05) }
        func expect(_ measured: Double?, _ made: Double) throws {
            #expect(abs(try #require(measured) - made) <= tolerance(made), "\(made)")
        }
        try expect(lead.p, signal.p.height)
        try expect(lead.t, signal.t.height)
        let peaks = signal.qrs.map { $0[1] }, top = peaks.max()!, r = peaks.firstIndex(of: top)!
        try expect(lead.r, top)
        if let q = peaks[..<r].min(), q < 0 { try expect(lead.q, q) }
        if let s = peaks[r...].min(), s < 0 { try expect(lead.s, s) }
        try expect(lead.stJ60, 0)
    }

    @Test func `noise moves intervals little`() throws {
        let signal = CalibrationSignal.named("usual")
        let measured = try ECGAnalysis(signal.recording(noise: 15)).measurements
        #expect(abs(try #require(measured.pr) - signal.pr) <= 12)
        #expect(abs(try #require(measured.qrs) - signal.qrsDuration) <= 10)
        #expect(abs(try #require(measured.qt) - signal.qt) <= 20)
    }

    @Test func `the axis of equal areas in I and II is 30 degrees`() throws {
        let axes = try ECGAnalysis(CalibrationSignal.named("usual").recording()).measurements.axes
        #expect(abs(try #require(axes.qrs) - 30) < 1)
        #expect(abs(try #require(axes.t) - 30) < 1)
    }

    @Test func `corrections of QT agree at 60 beats a minute and follow their formulas elsewhere`() throws {
        let at60 = try #require(CorrectedQT(qt: 400, rr: 1))
        for value in [at60.bazett, at60.fridericia, at60.framingham, at60.hodges] { #expect(value == 400) }
        // What three recorders printed for their own recordings.
        #expect(abs(try #require(CorrectedQT(qt: 399, rr: 0.938)).bazett - 412) < 0.5)
        #expect(abs(try #require(CorrectedQT(qt: 352, rr: 0.714)).fridericia - 393.8) < 0.5)
        #expect(abs(try #require(CorrectedQT(qt: 564, rr: 1.463)).bazett - 466.3) < 0.5)
    }
}
