/// Amplitudes in one lead's median beat, in microvolts from the baseline just before the QRS; durations in milliseconds.
public struct LeadMeasurements: Sendable, Hashable, Codable {
    public let name: String
    /// The peak of P over the line from its onset to its end.
    public var p: Double?
    /// Q, R, S and R' by their sign and order; a QRS that is only negative has a `qs` and none of them. Q, S and QS are negative.
    public var q, r, s, rPrime, qs: Double?
    public var qDuration, rDuration, sDuration: Double?
    public var t: Double?
    /// The level at the end of the QRS, and so many milliseconds later.
    public var stJ, stJ40, stJ60, stJ80: Double?
    /// Microvolt milliseconds under each wave, what is negative subtracted: the axes are made of these.
    public var pArea, qrsArea, tArea: Double?
    /// The lead's own QRS onset to T end.
    public var qt: Double?

    public init(name: String) { self.name = name }

    /// From the lowest to the highest point of the QRS.
    public var qrsHeight: Double { max(r ?? 0, rPrime ?? 0) - min(q ?? 0, s ?? 0, qs ?? 0) }
    /// The highest R.
    public var highestR: Double { max(r ?? 0, rPrime ?? 0) }
    /// How deep S or QS goes, positive.
    public var depthS: Double { -min(s ?? 0, qs ?? 0) }
}
