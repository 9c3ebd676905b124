/// The thresholds from which a centre wants to be called: data that each centre edits. Rates a minute, times in seconds, millivolts.
public struct CriticalProfile: Sendable, Hashable, Codable {
    public var name: String
    /// An interval between beats at least this long.
    public var longestRR: Double?
    /// A mean rate up to this.
    public var slowestRate: Double?
    /// QTc (Bazett) at least this long, together with ventricular beats.
    public var qtcWithVentricularBeats: Double?
    /// A wide QRS tachycardia from this rate on.
    public var ventricularRate: Double?
    /// A narrow one without fibrillation.
    public var supraventricularRate: Double?
    /// Fibrillation or flutter from this mean rate on.
    public var fibrillationRate: Double?
    /// Fibrillation with a wide QRS, of which an interval is this short: preexcitation.
    public var shortestPreexcitedRR: Double?
    /// ST elevation at J in two limb leads or V4 - V6, and in two of V1 - V3.
    public var stElevation: Double?
    public var stElevationV1toV3: Double?

    public init(name: String) { self.name = name }

    /// The later version of a provincial standard, as read on a hospital's page.
    public static let provincial = CriticalProfile(
        "provincial-2.x", rr: 3, slow: 35, qtc: 0.55, ventricular: 150, supraventricular: 200, fibrillation: 200, preexcited: 0.25)
    /// Zhejiang's trial version.
    public static let zhejiang = CriticalProfile(
        "Zhejiang-trial", rr: 3, slow: 35, qtc: 0.55, ventricular: 150, supraventricular: 230, fibrillation: 180, preexcited: 0.25)
    /// Shanxi's trial version of 2017; it names no longest interval.
    public static let shanxi = CriticalProfile(
        "Shanxi-trial", rr: nil, slow: nil, qtc: 0.55, ventricular: 150, supraventricular: 180, fibrillation: 180, preexcited: 0.25)

    public static let all = [provincial, zhejiang, shanxi]

    private init(
        _ name: String, rr: Double?, slow: Double?, qtc: Double?, ventricular: Double, supraventricular: Double, fibrillation: Double,
        preexcited: Double
    ) {
        self.init(name: name)
        (longestRR, slowestRate, qtcWithVentricularBeats) = (rr, slow, qtc)
        (ventricularRate, supraventricularRate, fibrillationRate, shortestPreexcitedRR) = (ventricular, supraventricular, fibrillation, preexcited)
        (stElevation, stElevationV1toV3) = (0.1, 0.3)
    }
}
