/// How many millimetres a millivolt and a second take.
public struct PageScale: Sendable, Hashable, Codable {
    /// Millimetres a millivolt.
    public var gain: Double
    /// Millimetres a second.
    public var speed: Double

    /// - Returns: nil outside 2.5 … 40 mm/mV and 6.25 … 100 mm/s.
    public init?(gain: Double, speed: Double) {
        guard (2.5...40).contains(gain), (6.25...100).contains(speed) else { return nil }
        self.gain = gain
        self.speed = speed
    }

    private init(standardGain: Double, standardSpeed: Double) {
        gain = standardGain
        speed = standardSpeed
    }

    /// 10 mm/mV and 25 mm/s (IEC 60601-2-25, 201.12.4).
    public static let standard = PageScale(standardGain: 10, standardSpeed: 25)

    /// The steps that are offered; others between the limits can be typed.
    public static let gains: [Double] = [2.5, 5, 10, 20, 40]
    public static let speeds: [Double] = [6.25, 12.5, 25, 50, 100]
}
