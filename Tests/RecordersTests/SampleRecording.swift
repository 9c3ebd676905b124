import ECG
import Foundation

/// A recording of twelve leads that is the same whenever it is made: beats of triangles, a little noise.
enum SampleRecording {
    static let names = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]

    static func make(count: Int = 2500, sampleRate: Double = 500, leads: Int = 12, scale: Double = 2.5) -> Recording {
        var random = Random(seed: 42)
        let waves = (0..<leads).map { lead in
            let name = lead < names.count ? names[lead] : "X\(lead)"
            return Recording.Lead(name: name, samples: (0..<count).map { sample($0, lead: lead, rate: sampleRate, &random) }, scale: scale)
        }
        var recording = Recording(sampleRate: sampleRate, leads: waves, facts: facts)
        recording.annotations = [Recording.Annotation(sample: 120, code: "N"), Recording.Annotation(sample: 520, length: 40, code: "V", lead: "II")]
        recording.medianBeat = Recording.MedianBeat(
            sampleRate: sampleRate, leads: waves.map { Recording.Lead(name: $0.name, samples: Array($0.samples.prefix(300)), scale: scale) },
            fiducials: ["pOnset": 40, "pOffset": 90, "qrsOnset": 110, "qrsOffset": 155, "tOffset": 280])
        return recording
    }

    private static func sample(_ index: Int, lead: Int, rate: Double, _ random: inout Random) -> Int32 {
        let phase = Double(index).truncatingRemainder(dividingBy: rate * 0.8) / rate
        let spike = max(0, 1 - abs(phase - 0.26) / 0.03) * Double(300 + lead * 25)
        let wave = max(0, 1 - abs(phase - 0.5) / 0.09) * 90 + max(0, 1 - abs(phase - 0.1) / 0.05) * 40
        return Int32(spike + wave) + Int32(random.next(below: 5)) - 2
    }

    static var facts: Recording.Facts {
        var facts = Recording.Facts()
        facts.patientID = "P1"
        facts.patientName = "张三"
        facts.sex = "F"
        facts.birthDate = "1953-05-08"
        facts.ageYears = 72
        facts.recordedAt = "2026-04-02T10:15:30"
        facts.device = "Cart 12"
        facts.highPassHertz = 0.05
        facts.lowPassHertz = 150
        facts.notchHertz = 50
        facts.measurements = ["heartRate": 75, "pr": 140, "qrs": 90, "qt": 340, "pAxis": 44, "qrsAxis": -61, "tAxis": 86]
        facts.statements = ["窦性心律", "Normal ECG"]
        return facts
    }
}

/// Numbers that are the same on every run (xorshift).
struct Random: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
