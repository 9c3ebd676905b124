internal import CECG

/// What a wave is filtered with to be looked at. Each filter runs forwards and backwards, so that no wave moves and no ST segment
/// tilts; measurements are never taken from what comes out.
public struct DisplayFilter: Sendable, Hashable, Codable {
    /// Baseline: Hz below which everything goes; 0.05, 0.15 or 0.5 as a rule, nil for none.
    public var highPass: Double?
    /// Hz above which everything goes; 25, 40, 100 or 150 as a rule, nil for none.
    public var lowPass: Double?
    /// Mains: 50 or 60 Hz, nil for none.
    public var notch: Double?

    public init(highPass: Double? = nil, lowPass: Double? = nil, notch: Double? = nil) {
        self.highPass = highPass
        self.lowPass = lowPass
        self.notch = notch
    }

    /// 0.05 - 150 Hz, as an adult's ECG at rest is to be read (AHA/ACCF/HRS 2007, Part I).
    public static let diagnostic = DisplayFilter(highPass: 0.05, lowPass: 150)

    /// The leads, in microvolts, filtered; a missing sample (NaN) stays missing.
    public func apply(_ leads: [[Float]], sampleRate: Double) throws(ECGError) -> [[Float]] {
        let signal = PlanarLeads(leads, sampleRate: sampleRate)
        var out = [Float](repeating: 0, count: signal.samples.count)
        var filter = cecg_filter(high_pass: highPass ?? 0, low_pass: lowPass ?? 0, notch: notch ?? 0)
        var message = SignalMessage()
        let status = signal.withSignal { cecg_filter_apply(&filter, $0, &out, &message.text) }
        if status != 0 { throw ECGError(status, message) }
        return leads.indices.map { Array(out[($0 * signal.count)..<($0 * signal.count + leads[$0].count)]) }
    }

    public func apply(_ leads: LeadSet) throws(ECGError) -> LeadSet {
        let filtered = try apply(leads.names.map { leads[$0] ?? [] }, sampleRate: leads.sampleRate)
        return LeadSet(sampleRate: leads.sampleRate, leads: zip(leads.names, filtered).map { (name: $0, microvolts: $1) })
    }
}
