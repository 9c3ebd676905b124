import ECG
import Foundation
import Testing

/// A signal of TestData/ecg/calibration.json, whose intervals and amplitudes are known because it was made from them.
struct CalibrationSignal: Decodable, Sendable, CustomTestStringConvertible {
    struct Hump: Decodable, Sendable {
        let onset, end, height: Double

        func level(at milliseconds: Double) -> Double {
            let part = (milliseconds - onset) / (end - onset)
            return part > 0 && part < 1 ? height * (0.5 - 0.5 * cos(2 * .pi * part)) : 0
        }
    }

    private struct File: Decodable { let signals: [CalibrationSignal] }

    let name: String
    let rr: Double
    let p, t: Hump
    let qrs: [[Double]]

    var testDescription: String { name }
    var pr: Double { qrs[0][0] - p.onset }
    var qrsDuration: Double { qrs.last![0] - qrs[0][0] }
    var qt: Double { t.end - qrs[0][0] }

    static let all: [CalibrationSignal] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let data = try! Data(contentsOf: root.appendingPathComponent("TestData/ecg/calibration.json"))
        return try! JSONDecoder().decode(File.self, from: data).signals
    }()

    static func named(_ name: String) -> CalibrationSignal { all.first { $0.name == name }! }

    /// The level at a time from the onset of P.
    func level(at milliseconds: Double) -> Double {
        var complex = 0.0
        for (from, to) in zip(qrs, qrs.dropFirst()) where (from[0]..<to[0]).contains(milliseconds) {
            complex = from[1] + (to[1] - from[1]) * (milliseconds - from[0]) / (to[0] - from[0])
        }
        return p.level(at: milliseconds) + complex + t.level(at: milliseconds)
    }

    /// One lead of it, beats at `onsets` (milliseconds; the onsets of P).
    func lead(rate: Double, seconds: Double, onsets: [Double], part: Double = 1, noise: Double = 0, seed: UInt64 = 1) -> [Float] {
        var random = Repeatable(seed: seed)
        var samples = [Float](repeating: 0, count: Int(rate * seconds))
        for onset in onsets {
            let first = max(0, Int(onset * rate / 1000)), last = min(samples.count - 1, Int((onset + t.end) * rate / 1000) + 1)
            guard first <= last else { continue }
            for i in first...last { samples[i] += Float(part * level(at: Double(i) * 1000 / rate - onset)) }
        }
        if noise > 0 { for i in samples.indices { samples[i] += Float(noise * (random.unit() + random.unit() + random.unit() - 1.5) * 2) } }
        return samples
    }

    var steadyOnsets: [Double] { Array(stride(from: 200 - rr, to: 60_000, by: rr)) }

    /// Twelve leads: I, II and V1 - V6 alike, III flat, aVR upside down, aVL and aVF half.
    func recording(rate: Double = 500, seconds: Double = 10, noise: Double = 0) -> Recording {
        let parts = ["I": 1.0, "II": 1, "III": 0, "aVR": -1, "aVL": 0.5, "aVF": 0.5]
        let names = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
        return Recording(sampleRate: rate, leads: names.enumerated().map { index, name in
            Recording.Lead(
                name, lead(rate: rate, seconds: seconds, onsets: steadyOnsets, part: parts[name] ?? 1, noise: noise, seed: UInt64(index + 1)))
        })
    }
}

extension Recording.Lead {
    /// Half a microvolt a unit.
    init(_ name: String, _ microvolts: [Float]) {
        self.init(name: name, samples: microvolts.map { $0.isNaN ? Self.missing : Int32(($0 * 2).rounded()) }, scale: 0.5)
    }
}

/// Random numbers that are the same on every run (SplitMix64).
struct Repeatable: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
