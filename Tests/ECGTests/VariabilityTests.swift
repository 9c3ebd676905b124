import ECG
import Foundation
import Testing

@Suite struct VariabilityTests {
    /// Five minutes whose intervals swing by 40 ms at one frequency.
    private func swinging(_ hertz: Double) -> [Double] {
        var times = [0.0]
        while times.last! < 300 { times.append(times.last! + 0.8 + 0.04 * sin(2 * .pi * hertz * times.last!)) }
        return times
    }

    @Test(arguments: [(0.1, \Variability.lf), (0.25, \Variability.hf), (0.02, \Variability.vlf)])
    func `the power of a swing is in its band`(hertz: Double, band: KeyPath<Variability, Double?> & Sendable) throws {
        let times = swinging(hertz)
        let result = try #require(Variability(times: times, classes: times.map { _ in .normal }))
        // 40 ms of amplitude are 800 ms².
        #expect(abs(try #require(result[keyPath: band]) - 800) < 120)
        #expect(abs(result.sdnn - 28.3) < 1)
        #expect(abs(result.meanNN - 800) < 5)
    }

    @Test func `only intervals between normal beats count`() throws {
        let times = [0.0, 1, 2, 2.5, 4, 5, 6, 7]
        let classes: [BeatClass] = [.normal, .normal, .normal, .ventricular, .normal, .normal, .normal, .normal]
        let result = try #require(Variability(times: times, classes: classes))
        #expect(result.count == 5)
        #expect(result.sdnn == 0)
        #expect(result.lf == nil)
    }

    @Test func `three beats are too few`() {
        #expect(Variability(times: [0, 1, 2], classes: [.normal, .normal, .normal]) == nil)
    }
}
