/// How well waves were found: a score for the onset, the peak and the end of each.
public struct DelineationScore: Sendable {
    public struct Wave: Sendable {
        public var onset = PointScore(), peak = PointScore(), offset = PointScore()

        public mutating func add(_ other: Wave) {
            onset.add(other.onset)
            peak.add(other.peak)
            offset.add(other.offset)
        }
    }

    public var p = Wave(), qrs = Wave(), t = Wave()

    /// Detections count from this long before the first mark to this long after the last, seconds: what lies outside was not marked.
    public static let margin = 0.05

    public init() {}

    public mutating func add(_ other: DelineationScore) {
        p.add(other.p)
        qrs.add(other.qrs)
        t.add(other.t)
    }

    /// Scores what was found in `leads` (names) against one reference.
    public mutating func add(_ reference: ReferenceWaves, _ delineation: Delineation, leads: [String]) {
        guard let span = reference.span else { return }
        let margin = Int(Self.margin * delineation.sampleRate), columns = leads.compactMap(delineation.leadNames.firstIndex)
        let within = (span.lowerBound - margin)...(span.upperBound + margin)
        func score(_ kind: KeyPath<BeatWaves, ECG.Wave?>, _ marks: [ReferenceWaves.Wave], into wave: inout Wave) {
            let found = columns.map { column in delineation.beats.compactMap { $0.leads[column][keyPath: kind] } }
            func add(_ point: KeyPath<ECG.Wave, Int>, _ mark: KeyPath<ReferenceWaves.Wave, Int?>, to score: inout PointScore) {
                let references = marks.compactMap { $0[keyPath: mark] }.sorted()
                // A point that nobody marked in this recording cannot be wrong.
                if references.isEmpty && !marks.isEmpty { return }
                score.add(
                    reference: references, detected: found.map { $0.map { $0[keyPath: point] }.filter(within.contains).sorted() },
                    sampleRate: delineation.sampleRate)
            }
            add(\.onset, \.onset, to: &wave.onset)
            add(\.peak, \.peak, to: &wave.peak)
            add(\.offset, \.offset, to: &wave.offset)
        }
        score(\.qrs, reference.qrs, into: &qrs)
        // A reference of beats alone says nothing of P and T.
        if reference.p.isEmpty && reference.t.isEmpty && reference.qrs.allSatisfy({ $0.onset == nil }) { return }
        score(\.p, reference.p, into: &p)
        score(\.t, reference.t, into: &t)
    }
}
