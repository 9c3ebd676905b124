extension Recording {
    /// A stretch of the recording, in samples; what the facts say of the whole stays.
    public func excerpt(_ range: Range<Int>) -> Recording {
        var part = self
        part.leads = leads.map { lead in
            var own = lead
            own.samples = Array(lead.samples[range.clamped(to: lead.samples.indices)])
            return own
        }
        part.annotations = annotations.filter { range.contains($0.sample) }.map { mark in
            var own = mark
            own.sample -= range.lowerBound
            return own
        }
        return part
    }
}
