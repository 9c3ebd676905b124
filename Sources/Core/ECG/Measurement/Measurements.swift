/// What a short recording measures: intervals in milliseconds, amplitudes in microvolts. Nil is what could not be measured.
public struct Measurements: Sendable {
    /// Beats a minute: of the ventricles.
    public var heartRate: Double?
    /// Seconds between beats on average, and from the shortest to the longest.
    public var meanRR, shortestRR, longestRR: Double?
    public var pDuration, pr, qrs, qt: Double?
    public var qtc: CorrectedQT?
    /// The longest QT of a lead less the shortest, where T waves are large enough to end clearly.
    public var qtDispersion: Double?
    public var axes = Axes()
    public var leads: [LeadMeasurements] = []
    /// S in V1 and the larger R of V5 and V6 (Sokolow and Lyon 1949), R in aVL and S in V3 (Casale and others 1985, Cornell).
    public var sokolowLyon, cornell: Double?

    public init() {}

    public func lead(_ name: String) -> LeadMeasurements? { leads.first { $0.name == name } }
}

extension Measurements {
    /// - Parameter shape: the median beat that durations and amplitudes are taken from.
    init(_ delineation: Delineation, shape: BeatShape?) {
        self.init()
        let intervals = delineation.intervals
        if !intervals.isEmpty {
            let mean = intervals.reduce(0, +) / Double(intervals.count)
            (meanRR, shortestRR, longestRR) = (mean, intervals.min(), intervals.max())
            heartRate = 60 / mean
        }
        guard let shape, let complex = shape.waves.qrs else { return }
        let milliseconds = 1000 / BeatShape.sampleRate
        qrs = Double(complex.length) * milliseconds
        if let p = shape.waves.p {
            pDuration = Double(p.length) * milliseconds
            pr = Double(complex.onset - p.onset) * milliseconds
        }
        if let t = shape.waves.t {
            qt = Double(t.offset - complex.onset) * milliseconds
            qtc = qt.flatMap { qt in meanRR.flatMap { CorrectedQT(qt: qt, rr: $0) } }
        }
        leads = shape.leadNames.indices.map { LeadMeasurements(shape, lead: $0) }
        axes = Axes(leads)
        qtDispersion = Self.dispersion(leads)
        if let v1 = lead("V1"), lead("V5") != nil || lead("V6") != nil {
            sokolowLyon = v1.depthS + max(lead("V5")?.highestR ?? 0, lead("V6")?.highestR ?? 0)
        }
        if let aVL = lead("aVL"), let v3 = lead("V3") { cornell = aVL.highestR + v3.depthS }
    }

    private static func dispersion(_ leads: [LeadMeasurements]) -> Double? {
        let clear = leads.filter { abs($0.t ?? 0) > 0.05 * max($0.qrsHeight, 500) }.compactMap(\.qt)
        guard clear.count >= 5, let longest = clear.max(), let shortest = clear.min() else { return nil }
        return longest - shortest
    }
}
