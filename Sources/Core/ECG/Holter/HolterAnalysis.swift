/// A recording of hours: beats, shapes, pauses, runs, and how they are spread over the time.
public struct HolterAnalysis: Sendable {
    /// One kind of beat that was met.
    public struct Shape: Sendable, Codable {
        public let beats: Int
        /// Milliseconds; nil where no QRS could be bounded.
        public let qrs: Double?
        /// A sample at which such a beat stands.
        public let example: Int
    }

    public let sampleRate: Double
    /// Sample, class and shape of each beat.
    public let samples: [Int]
    public let classes: [BeatClass]
    public let shapeOfBeat: [Int]
    public let shapes: [Shape]
    /// Minutes from the start whose rhythm is irregular without order, as in atrial fibrillation.
    public let irregularMinutes: Set<Int>
    public let stTrend: STTrend?

    /// The leads that beats are found in: three see all that twelve do.
    private static let leadsUsed = 3

    public init(_ recording: Recording) throws(ECGError) {
        let leads = Self.chosen(recording.leads)
        guard !leads.isEmpty else { throw ECGError(.badArgument, "the recording holds no samples") }
        let survey = try BeatSurvey(leads, sampleRate: recording.sampleRate)
        let rate = recording.sampleRate
        let shapes = try Self.measureShapes(survey, leads, sampleRate: rate)
        let main = shapes.indices.max { shapes[$0].beats < shapes[$1].beats } ?? 0
        let irregular = Self.irregularMinutes(survey.beats, main: main, sampleRate: rate)
        let classifiable = survey.beats.map {
            ClassifiableBeat(sample: $0.sample, shape: $0.shape, qrs: shapes[$0.shape].qrs ?? 0, likeness: $0.likeness, hasSpike: false)
        }
        let classifier = BeatClassifier(sampleRate: rate, mainShape: main, mainQRS: shapes.isEmpty ? 0 : shapes[main].qrs ?? 0, isFibrillating: false)

        sampleRate = rate
        samples = survey.beats.map(\.sample)
        shapeOfBeat = survey.beats.map(\.shape)
        classes = zip(survey.beats, classifier.classify(classifiable)).map { beat, kind in
            // Among fibrillating beats none is premature.
            kind == .supraventricular && irregular.contains(Int(Double(beat.sample) / rate / 60)) ? .normal : kind
        }
        self.shapes = shapes
        irregularMinutes = irregular
        stTrend = try STTrend(recording, normal: zip(samples, classes).filter { $0.1 == .normal }.map(\.0))
    }

    /// II, V1 and V5 where they are, otherwise the first ones.
    private static func chosen(_ leads: [Recording.Lead]) -> [Recording.Lead] {
        let usable = leads.filter { !$0.samples.isEmpty }
        let preferred = ["II", "V1", "V5"].compactMap { name in usable.first { $0.name == name } }
        return preferred.count == leadsUsed ? preferred : Array(usable.prefix(leadsUsed))
    }

    /// Delineates half a minute around a beat of each shape.
    private static func measureShapes(_ survey: BeatSurvey, _ leads: [Recording.Lead], sampleRate: Double) throws(ECGError) -> [Shape] {
        var result: [Shape] = []
        for shape in 0..<survey.shapeCount {
            let members = survey.beats.filter { $0.shape == shape }
            guard let example = members.max(by: { $0.likeness < $1.likeness }) else {
                result.append(Shape(beats: 0, qrs: nil, example: 0))
                continue
            }
            let first = max(0, example.sample - Int(15 * sampleRate)), range = first..<(example.sample + Int(15 * sampleRate))
            let excerpt = LeadSet(sampleRate: sampleRate, leads: leads.map { ($0.name, $0.microvolts(range)) })
            let found = try Delineation(excerpt)
            let near = found.beats.min { abs($0.sample + first - example.sample) < abs($1.sample + first - example.sample) }
            let width = near?.waves.qrs.map { Double($0.length) * 1000 / sampleRate }
            result.append(Shape(beats: members.count, qrs: width, example: example.sample))
        }
        return result
    }

    private static func irregularMinutes(_ beats: [BeatSurvey.Beat], main: Int, sampleRate: Double) -> Set<Int> {
        let minutes = Dictionary(grouping: beats.indices.dropFirst(2)) { Int(Double(beats[$0].sample) / sampleRate / 60) }
        return Set(
            minutes.filter { _, indices in
                let intervals = indices.filter { beats[$0].shape == main && beats[$0 - 1].shape == main }
                    .map { Double(beats[$0].sample - beats[$0 - 1].sample) }
                let differences = zip(intervals, intervals.dropFirst()).map { abs($0 - $1) }.sorted()
                guard differences.count >= 20 else { return false }
                let mean = intervals.reduce(0, +) / Double(intervals.count)
                return 1.48 * differences[differences.count / 2] > Rhythm.irregular * mean
            }.keys)
    }
}
