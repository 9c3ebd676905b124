internal import CECG

/// The beats of a recording of hours, found block by block: where each is, and its shape.
struct BeatSurvey {
    struct Beat {
        var sample: Int
        var shape: Int
        var likeness: Double
    }

    let beats: [Beat]
    let shapeCount: Int

    /// Seconds of a block, and how much of its neighbours it sees.
    private static let block = 120.0, margin = 5.0

    /// - Parameter leads: as many as are to be used, all of one length.
    init(_ leads: [Recording.Lead], sampleRate: Double) throws(ECGError) {
        let count = leads.map(\.samples.count).max() ?? 0
        guard let survey = cecg_survey_create(leads.count, sampleRate) else { throw ECGError(.internal, "no memory for the survey") }
        defer { cecg_survey_destroy(survey) }
        let length = max(1, Int(Self.block * sampleRate)), margin = Int(Self.margin * sampleRate)
        for start in stride(from: 0, to: count, by: length) {
            let first = max(0, start - margin), end = min(count, start + length + margin)
            let signal = PlanarLeads(leads.map { $0.microvolts(first..<end) }, sampleRate: sampleRate)
            var message = SignalMessage()
            let status = signal.withSignal {
                cecg_survey_add(survey, $0, Int64(first), start - first, min(start + length, count) - first, &message.text)
            }
            if status != 0 { throw ECGError(status, message) }
        }
        var found = 0
        let list = cecg_survey_beats(survey, &found)
        beats = (0..<found).map { Beat(sample: Int(list![$0].at), shape: Int(list![$0].shape), likeness: Double(list![$0].likeness)) }
        shapeCount = cecg_survey_shapes(survey)
    }
}

extension Recording.Lead {
    /// A stretch in microvolts; NaN for what is missing, also beyond the lead's own end.
    func microvolts(_ range: Range<Int>) -> [Float] {
        let known = range.clamped(to: 0..<samples.count)
        var values = samples[known].map { $0 == Self.missing ? Float.nan : Float((Double($0) - zero) * scale) }
        values += repeatElement(.nan, count: range.count - values.count)
        return values
    }
}
