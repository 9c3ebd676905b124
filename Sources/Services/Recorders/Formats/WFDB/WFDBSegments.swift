import ECG

/// Reads a record that is made of segments, each a record of its own. Its signals are those of the first segment, which in a
/// variable layout has no samples and only lists them; a segment that lacks one leaves a gap.
struct WFDBSegments {
    let header: WFDBHeader
    let source: RecordingSource

    init(_ header: WFDBHeader, source: RecordingSource) {
        self.header = header
        self.source = source
    }

    func reading() throws(RecordingError) -> Reading {
        var leads: [Recording.Lead] = []
        var rate: Double?
        var warnings: [String] = []
        var length = 0
        for segment in header.segments {
            guard segment.record != "~" else {
                length += segment.frames
                continue
            }
            guard let bytes = source.sibling(segment.record + ".hea") else {
                throw RecordingError(.wfdb, .file, "the segment \(segment.record).hea is not there")
            }
            let part = try WFDBHeader(bytes)
            guard part.segments.isEmpty else { throw RecordingError(.wfdb, .file, "\(segment.record) is a segment that has segments") }
            let reading = try WFDBSignals(part, source: source).reading()
            warnings += reading.warnings
            rate = rate ?? reading.recording.sampleRate
            let total = (length + segment.frames) * max(reading.recording.leads.count, leads.count)
            guard length >= 0, segment.frames <= Recording.mostSamples, total <= Recording.mostSamples else {
                throw RecordingError(.wfdb, .file, "the segments have too many samples")
            }
            append(reading.recording.leads, to: &leads, at: length)
            length += segment.frames
        }
        guard length <= Recording.mostSamples / max(leads.count, 1) else { throw RecordingError(.wfdb, .file, "the segments have too many samples") }
        for index in leads.indices { leads[index].samples.fill(upTo: length) }
        return Reading(recording: Recording(sampleRate: rate ?? header.frameRate, leads: leads), warnings: warnings)
    }

    private func append(_ part: [Recording.Lead], to leads: inout [Recording.Lead], at position: Int) {
        for lead in part {
            if let index = leads.firstIndex(where: { $0.name == lead.name }) {
                leads[index].samples.fill(upTo: position)
                if leads[index].samples.isEmpty {
                    (leads[index].scale, leads[index].zero) = (lead.scale, lead.zero)
                }
                leads[index].samples += lead.rescaled(to: leads[index])
            } else {
                var fresh = lead
                fresh.samples = [Int32](repeating: Recording.Lead.missing, count: position) + lead.samples
                leads.append(fresh)
            }
        }
    }
}

extension [Int32] {
    fileprivate mutating func fill(upTo count: Int) {
        guard self.count < count else { return }
        append(contentsOf: repeatElement(Recording.Lead.missing, count: count - self.count))
    }
}

extension Recording.Lead {
    /// Its samples in the units of another lead.
    fileprivate func rescaled(to other: Recording.Lead) -> [Int32] {
        guard scale != other.scale || zero != other.zero else { return samples }
        return samples.map { sample in
            guard sample != Self.missing else { return sample }
            return Int32(exactly: ((Double(sample) - zero) * scale / other.scale + other.zero).rounded()) ?? Self.missing
        }
    }
}
