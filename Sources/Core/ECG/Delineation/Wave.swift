/// A P wave, QRS complex or T wave, in samples.
public struct Wave: Sendable, Hashable {
    public var onset: Int
    public var peak: Int
    public var offset: Int

    public init(onset: Int, peak: Int, offset: Int) {
        self.onset = onset
        self.peak = peak
        self.offset = offset
    }

    public var length: Int { offset - onset }
}

/// The three waves of a beat; what is not there, or could not be told from noise, is nil.
public struct BeatWaves: Sendable, Hashable {
    public var p: Wave?
    public var qrs: Wave?
    public var t: Wave?

    public init(p: Wave? = nil, qrs: Wave? = nil, t: Wave? = nil) {
        self.p = p
        self.qrs = qrs
        self.t = t
    }
}
