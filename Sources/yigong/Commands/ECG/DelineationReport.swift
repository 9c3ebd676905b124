import ECG

/// What `yigong ecg delineate --json` prints, in samples of the recording.
struct DelineationReport: Encodable {
    struct Waves: Encodable {
        var P: [[Int]] = []
        var QRS: [[Int]] = []
        var T: [[Int]] = []

        init(_ beats: [BeatWaves]) {
            for beat in beats {
                if let wave = beat.p { P.append([wave.onset, wave.peak, wave.offset]) }
                if let wave = beat.qrs { QRS.append([wave.onset, wave.peak, wave.offset]) }
                if let wave = beat.t { T.append([wave.onset, wave.peak, wave.offset]) }
            }
        }
    }

    let file: String
    /// Samples a second.
    let fs: Double
    let leads: [String: Waves]
    let global: Waves
    let pacemakerSpikes: [Int]

    init(_ delineation: Delineation, file: String, leads wanted: [String]) {
        self.file = file
        fs = delineation.sampleRate
        leads = Dictionary(
            delineation.leadNames.enumerated().filter { wanted.contains($1) }.map { index, name in
                (name, Waves(delineation.beats.map { $0.leads[index] }))
            }, uniquingKeysWith: { first, _ in first })
        global = Waves(delineation.beats.map(\.waves))
        pacemakerSpikes = delineation.pacemakerSpikes
    }
}
