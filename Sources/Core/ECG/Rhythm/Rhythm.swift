/// What drives the heart, beat by beat and as a whole.
public struct Rhythm: Sendable {
    public enum Atria: String, Sendable, Codable {
        case sinus
        /// P waves before the beats that do not look like those of the sinus node.
        case ectopic
        case fibrillation
        case flutter
        /// No P waves, though the beats come regularly.
        case none
        case unknown
    }

    public let atria: Atria
    /// Class of each beat.
    public let classes: [BeatClass]
    /// Root mean square of successive differences of the intervals over their mean: how irregular the rhythm is, premature beats left out.
    public let irregularity: Double?

    public func count(_ kind: BeatClass) -> Int { classes.count { $0 == kind } }

    /// Above this the intervals are irregular without any order.
    static let irregular = 0.08
}

extension Rhythm {
    init(_ delineation: Delineation, main: Int?, measurements: Measurements) {
        guard let main, delineation.beats.count >= 2 else {
            atria = .unknown
            classes = delineation.beats.map { _ in .normal }
            irregularity = nil
            return
        }
        let shape = delineation.shapes[main]
        let regular = Self.irregularity(delineation, only: main)
        atria = Self.atria(shape, measurements, irregularity: regular)
        irregularity = regular
        let reach = Int(0.08 * delineation.sampleRate)
        let beats = delineation.beats.map { beat in
            let onset = beat.waves.qrs?.onset ?? beat.sample
            let spike = delineation.pacemakerSpikes.contains { $0 > onset - reach && $0 < onset + reach / 3 }
            let length = delineation.shapes[beat.shape].waves.qrs?.length ?? 0
            return ClassifiableBeat(
                sample: beat.sample, shape: beat.shape, qrs: Double(length) * 1000 / BeatShape.sampleRate, likeness: beat.likeness,
                hasSpike: spike)
        }
        classes = BeatClassifier(
            sampleRate: delineation.sampleRate, mainShape: main, mainQRS: measurements.qrs ?? 0,
            isFibrillating: atria == .fibrillation
        ).classify(beats)
    }

    private static func irregularity(_ delineation: Delineation, only main: Int) -> Double? {
        let beats = delineation.beats
        let intervals = beats.indices.dropFirst().map { index in
            beats[index].shape == main && beats[index - 1].shape == main ? beats[index].sample - beats[index - 1].sample : nil
        }
        let kept = intervals.compactMap { $0.map(Double.init) }
        let differences = zip(intervals, intervals.dropFirst()).compactMap { first, second in
            first.flatMap { first in second.map { Double($0 - first) } }
        }
        guard differences.count >= 3, let mean = kept.isEmpty ? nil : kept.reduce(0, +) / Double(kept.count) else { return nil }
        // One premature beat makes two large differences: the median of the squares passes over it.
        let squares = differences.map { $0 * $0 }.sorted()
        return squares[squares.count / 2].squareRoot() * 1.48 / mean
    }

    private static func atria(_ shape: BeatShape, _ measurements: Measurements, irregularity: Double?) -> Atria {
        if shape.waves.p != nil {
            // The sinus node's P points down and to the left: upright in I or II, and not inverted in II.
            if let axis = measurements.axes.p { return (-15...105).contains(axis) ? .sinus : .ectopic }
            if let two = measurements.lead("II")?.p { return two > 0 ? .sinus : .ectopic }
            return .sinus
        }
        guard let irregularity else { return .unknown }
        if shape.repetition > 0.88 { return .flutter }
        return irregularity > Self.irregular ? .fibrillation : .none
    }
}
