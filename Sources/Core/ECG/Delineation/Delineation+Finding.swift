internal import CECG

extension Delineation {
    /// Finds beats and waves. What is microvolts in the leads is microvolts in the shapes; finding does not depend on the scale.
    public init(_ leads: LeadSet) throws(ECGError) {
        let signal = PlanarLeads(leads.names.map { leads[$0] ?? [] }, sampleRate: leads.sampleRate)
        var found = cecg_delineation()
        var message = SignalMessage()
        let status = signal.withSignal { cecg_delineate($0, &found, &message.text) }
        if status != 0 { throw ECGError(status, message) }
        defer { cecg_delineation_destroy(&found) }
        self.init(found, names: leads.names, sampleRate: leads.sampleRate)
    }

    public init(_ recording: Recording) throws(ECGError) { try self.init(LeadSet(recording)) }

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
