/// What kind of beat it is (AAMI EC57 classes, and artefact).
public enum BeatClass: String, Sendable, Hashable, Codable, CaseIterable {
    case normal = "N"
    case supraventricular = "S"
    case ventricular = "V"
    case paced = "P"
    case artefact = "X"
}

/// One beat as classes are told: where it is, how its QRS compares, and how long it is.
struct ClassifiableBeat {
    var sample: Int
    var shape: Int
    /// Milliseconds of its shape's QRS.
    var qrs: Double
    var likeness: Double
    var hasSpike: Bool
}

/// Tells beats apart by shape, width and timing.
struct BeatClassifier {
    let sampleRate: Double
    /// The shape of the beats that make the rhythm.
    let mainShape: Int
    /// Its QRS, milliseconds.
    let mainQRS: Double
    /// In fibrillation every beat is early or late; only shape tells.
    let isFibrillating: Bool

    /// A beat this much earlier than its neighbours' interval is premature.
    static let premature = 0.85
    /// A QRS of another shape this much wider than the main one, or this wide at all, is ventricular.
    static let wider = 20.0, wide = 120.0
    /// Below this a QRS is like no shape.
    static let unlike = 0.4

    func classify(_ beats: [ClassifiableBeat]) -> [BeatClass] {
        var usual = median(zip(beats, beats.dropFirst()).map { $1.sample - $0.sample }.prefix(16)) ?? Int(sampleRate)
        return beats.indices.map { index in
            let beat = beats[index]
            let before = index > 0 ? beat.sample - beats[index - 1].sample : nil
            let isEarly = before.map { Double($0) < Self.premature * Double(usual) } ?? false
            // The usual interval follows the rhythm slowly, by intervals that are not themselves exceptions.
            if let before, !isEarly, Double(before) < 1.4 * Double(usual) { usual += (before - usual) / 8 }
            if beat.hasSpike { return .paced }
            if beat.likeness < Self.unlike { return .artefact }
            if beat.shape != mainShape, beat.qrs >= Self.wide || beat.qrs >= mainQRS + Self.wider, isEarly || beat.qrs >= Self.wide {
                return .ventricular
            }
            return isEarly && !isFibrillating ? .supraventricular : .normal
        }
    }

    private func median(_ values: ArraySlice<Int>) -> Int? {
        values.isEmpty ? nil : values.sorted()[values.count / 2]
    }
}
