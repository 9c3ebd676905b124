/// Where the waves of a recording are: beat by beat, in each lead and over all of them.
public struct Delineation: Sendable {
    public struct Beat: Sendable {
        /// The sample it is aligned at, somewhere in its QRS.
        public let sample: Int
        /// Which of `shapes` its QRS has.
        public let shape: Int
        /// Correlation with that shape, -1 to 1.
        public let likeness: Double
        /// Over all leads: from the earliest onset to the latest end that leads agree on (AHA/ACCF/HRS 2007, Part I: global intervals).
        public let waves: BeatWaves
        /// As each lead shows them, in the order of `leadNames`.
        public let leads: [BeatWaves]
    }

    /// Samples a second of the recording: what all positions count in.
    public let sampleRate: Double
    public let leadNames: [String]
    public let beats: [Beat]
    public let shapes: [BeatShape]
    /// Samples with a pacemaker's spike.
    public let pacemakerSpikes: [Int]

    /// The shape that most beats have.
    public var mainShape: BeatShape? { shapes.max { $0.members < $1.members } }

    /// Seconds between neighbouring beats.
    public var intervals: [Double] { zip(beats, beats.dropFirst()).map { Double($1.sample - $0.sample) / sampleRate } }
}

/// The median of the beats that have one shape of QRS.
public struct BeatShape: Sendable {
    /// Samples a second of `leads`, and where in them the beat stands.
    public static let sampleRate = 500.0, alignment = 220

    public let members: Int
    public let leadNames: [String]
    /// Microvolts, from 0.3 Hz, without phase.
    public let leads: [[Float]]
    /// Over all leads, in samples of the median.
    public let waves: BeatWaves
    public let leadWaves: [BeatWaves]
    /// What the beats have in common before the QRS: 1 for equal P waves, near 0 for fibrillation; nil for fewer than three beats.
    public let coherence: Double?
    /// How like that is what comes before it: near 1 in flutter.
    public let repetition: Double

    public func lead(_ name: String) -> [Float]? { leadNames.firstIndex(of: name).map { leads[$0] } }
}
