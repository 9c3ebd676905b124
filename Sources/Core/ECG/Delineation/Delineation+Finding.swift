internal import CECG

extension Delineation {
    /// Seconds of a recording that are delineated at once, and how much of their neighbours they see. Shapes of one block are told
    /// apart from those of another.
    private static let block = 600.0, margin = 5.0

    /// Finds beats and waves. What is microvolts in the leads is microvolts in the shapes; finding does not depend on the scale.
    public init(_ leads: LeadSet) throws(ECGError) {
        guard leads.duration > 2 * Self.block else {
            try self.init(block: leads.names.map { leads[$0] ?? [] }, names: leads.names, sampleRate: leads.sampleRate)
            return
        }
        let rate = leads.sampleRate, count = Int(leads.duration * rate), length = Int(Self.block * rate), around = Int(Self.margin * rate)
        var beats: [Beat] = [], shapes: [BeatShape] = [], spikes: [Int] = []
        for start in stride(from: 0, to: count, by: length) {
            let first = max(0, start - around), end = min(count, start + length + around), kept = start..<(start + length)
            let samples = leads.names.map { name in
                leads[name].map { Array($0[first.clamped(to: $0)..<end.clamped(to: $0)]) } ?? []
            }
            let found = try Delineation(block: samples, names: leads.names, sampleRate: rate)
            beats += found.beats.map { $0.moved(by: first, shapes: shapes.count) }.filter { kept.contains($0.sample) }
            spikes += found.pacemakerSpikes.map { $0 + first }.filter(kept.contains)
            shapes += found.shapes
        }
        self.init(sampleRate: rate, leadNames: leads.names, beats: beats, shapes: shapes, pacemakerSpikes: spikes)
    }

    public init(_ recording: Recording) throws(ECGError) { try self.init(LeadSet(recording)) }

    private init(block leads: [[Float]], names: [String], sampleRate: Double) throws(ECGError) {
        let signal = PlanarLeads(leads, sampleRate: sampleRate)
        var found = cecg_delineation()
        var message = SignalMessage()
        let status = signal.withSignal { cecg_delineate($0, &found, &message.text) }
        if status != 0 { throw ECGError(status, message) }
        defer { cecg_delineation_destroy(&found) }
        self.init(found, names: names, sampleRate: sampleRate)
    }

    private init(_ found: cecg_delineation, names: [String], sampleRate: Double) {
        self.sampleRate = sampleRate
        leadNames = names
        beats = (0..<found.beat_count).map { index in
            let beat = found.beats[index], first = index * names.count
            return Beat(
                sample: Int(beat.at), shape: Int(beat.shape), likeness: Double(beat.likeness),
                waves: BeatWaves(p: Wave(beat.p), qrs: Wave(beat.qrs), t: Wave(beat.t)),
                leads: (first..<first + names.count).map { BeatWaves(p: Wave(found.p[$0]), qrs: Wave(found.qrs[$0]), t: Wave(found.t[$0])) })
        }
        shapes = (0..<found.median_count).map { BeatShape(found.medians[$0], names: names) }
        pacemakerSpikes = (0..<found.spike_count).map { Int(found.spikes[$0]) }
    }
}

extension Delineation.Beat {
    fileprivate func moved(by samples: Int, shapes: Int) -> Self {
        func moved(_ wave: Wave?) -> Wave? {
            wave.map { Wave(onset: $0.onset + samples, peak: $0.peak + samples, offset: $0.offset + samples) }
        }
        func moved(_ waves: BeatWaves) -> BeatWaves { BeatWaves(p: moved(waves.p), qrs: moved(waves.qrs), t: moved(waves.t)) }
        return Self(sample: sample + samples, shape: shape + shapes, likeness: likeness, waves: moved(waves), leads: leads.map(moved))
    }
}

extension Int {
    fileprivate func clamped(to samples: [Float]) -> Int { Swift.min(self, samples.count) }
}

extension BeatShape {
    fileprivate init(_ median: cecg_median, names: [String]) {
        let count = Int(CECG_MEDIAN_COUNT)
        members = median.members
        leadNames = names
        leads = names.indices.map { Array(UnsafeBufferPointer(start: median.samples + $0 * count, count: count)) }
        waves = BeatWaves(p: Wave(median.p), qrs: Wave(median.qrs), t: Wave(median.t))
        leadWaves = names.indices.map {
            BeatWaves(p: Wave(median.lead_p[$0]), qrs: Wave(median.lead_qrs[$0]), t: Wave(median.lead_t[$0]))
        }
        coherence = median.coherence >= -0.9 ? Double(median.coherence) : nil
        repetition = Double(median.repetition)
    }
}

extension Wave {
    fileprivate init?(_ span: cecg_span) {
        if span.onset < 0 { return nil }
        self.init(onset: Int(span.onset), peak: Int(span.peak), offset: Int(span.offset))
    }
}
