/// Whether a lead can be read.
public struct SignalQuality: Sendable, Hashable, Codable {
    public enum Fault: String, Sendable, Hashable, Codable {
        /// No signal: an electrode is off.
        case flat
        /// Much of it lies at one highest or lowest value.
        case saturated
        /// More than a tenth of the samples are not there.
        case missing
        /// Muscle or mains beside which small waves are lost.
        case noisy
        /// The baseline moves by more than the beats are high.
        case wandering
    }

    public let lead: String
    public let faults: [Fault]
    /// Noise above 40 Hz, microvolts RMS.
    public let noise: Double

    public var isUsable: Bool { !faults.contains { $0 == .flat || $0 == .saturated || $0 == .missing } }
}

extension SignalQuality {
    /// - Parameter height: of the lead's QRS, microvolts, where it is known.
    init(lead: String, samples: [Float], sampleRate: Double, height: Double?) {
        let known = samples.filter(\.isFinite)
        self.lead = lead
        guard known.count * 10 > samples.count * 9, let low = known.min(), let high = known.max() else {
            (faults, noise) = ([.missing], 0)
            return
        }
        noise = Self.roughness(known)
        let range = Double(high - low)
        if range <= 0 || range < 1e-3 * Double(max(abs(low), abs(high), 1)) {
            faults = [.flat]
            return
        }
        var found: [Fault] = []
        let edge = Float(range * 0.001)
        if known.count(where: { $0 > high - edge || $0 < low + edge }) * 20 > known.count { found.append(.saturated) }
        if let height, height > 0 {
            if noise > 0.06 * height { found.append(.noisy) }
            if Self.wander(known, sampleRate: sampleRate) > 1.5 * height { found.append(.wandering) }
        }
        faults = found
    }

    /// RMS of the third difference, of white noise the RMS itself; waves of the heart hardly have any. The median of pieces, so that
    /// the QRS does not count.
    private static func roughness(_ samples: [Float]) -> Double {
        let piece = 25
        var energies: [Double] = []
        for first in stride(from: 3, to: samples.count - piece, by: piece) {
            var sum = 0.0
            for i in first..<first + piece {
                let difference = Double(samples[i]) - 3 * Double(samples[i - 1]) + 3 * Double(samples[i - 2]) - Double(samples[i - 3])
                sum += difference * difference
            }
            energies.append(sum / Double(piece) / 20)
        }
        return energies.isEmpty ? 0 : energies.sorted()[energies.count / 2].squareRoot()
    }

    /// How far the means of whole seconds lie apart.
    private static func wander(_ samples: [Float], sampleRate: Double) -> Double {
        let length = max(1, Int(sampleRate))
        let means = stride(from: 0, to: max(0, samples.count - length + 1), by: length).map { first in
            Double(samples[first..<first + length].reduce(0, +)) / Double(length)
        }
        return (means.max() ?? 0) - (means.min() ?? 0)
    }
}
