import ECG
import Foundation
import Testing

@Suite struct DisplayFilterTests {
    private func sine(_ hertz: Double, rate: Double = 500, seconds: Double = 20) -> [Float] {
        (0..<Int(rate * seconds)).map { Float(1000 * sin(2 * .pi * hertz * Double($0) / rate)) }
    }

    /// RMS of the middle over that of the sine it was.
    private func gain(_ filter: DisplayFilter, _ hertz: Double) throws -> Double {
        let out = try filter.apply([sine(hertz)], sampleRate: 500)[0][2500..<7500]
        return (out.reduce(0) { $0 + Double($1 * $1) } / 5000).squareRoot() / (1000 / 2.0.squareRoot())
    }

    @Test(arguments: [(DisplayFilter(highPass: 0.5), 0.5), (DisplayFilter(lowPass: 40), 40.0), (DisplayFilter(lowPass: 25), 25.0)])
    func `the corner is down by 3 dB`(filter: DisplayFilter, corner: Double) throws {
        #expect(abs(try gain(filter, corner) - 0.7079) < 0.02)
    }

    @Test func `mains go, and what lies beside them stays`() throws {
        let filter = DisplayFilter(notch: 50)
        #expect(try gain(filter, 50) < 0.01)
        #expect(try gain(filter, 40) > 0.98)
    }

    @Test func `no filter moves ST or rings after a deep S`() throws {
        let signal = CalibrationSignal.named("deep S")
        let plain = signal.lead(rate: 500, seconds: 10, onsets: signal.steadyOnsets)
        for filter in [DisplayFilter(highPass: 0.05, lowPass: 150), DisplayFilter(highPass: 0.5, lowPass: 150), DisplayFilter(notch: 50)] {
            let out = try filter.apply([plain], sampleRate: 500)[0]
            let onset = 200 + 4 * 1000
            func level(_ milliseconds: Double) -> Double { Double(out[Int((Double(onset) + milliseconds) / 2)]) }
            let before = level(135), end = signal.qrs.last![0]
            for delay in stride(from: 40.0, through: 80, by: 4) { #expect(abs(level(end + delay) - before) < 12, "\(filter) at \(delay)") }
        }
    }

    @Test func `what is missing stays missing, and the rest is filtered`() throws {
        var samples = sine(10)
        for i in 100..<200 { samples[i] = .nan }
        let out = try DisplayFilter(highPass: 0.5, lowPass: 40).apply([samples, sine(10)], sampleRate: 500)
        #expect(out[0].indices.allSatisfy { out[0][$0].isNaN == (100..<200).contains($0) })
        #expect(abs(out[0][5000] - out[1][5000]) < 5)
    }

    @Test func `without a corner the signal comes back as it was`() throws {
        #expect(try DisplayFilter().apply([sine(3)], sampleRate: 500)[0] == sine(3))
    }

    @Test func `measurements are taken from the wave as it was recorded`() throws {
        let recording = CalibrationSignal.named("usual").recording()
        let filtered = try DisplayFilter(lowPass: 25).apply(LeadSet(recording))
        #expect(try #require(filtered["II"]?.max()) < 1400)
        #expect(try #require(ECGAnalysis(recording).measurements.lead("II")?.r) > 1425)
    }
}
