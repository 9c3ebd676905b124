import Foundation

/// QT brought to what it would be at 60 beats a minute, milliseconds.
public struct CorrectedQT: Sendable, Hashable, Codable {
    /// QT / √RR (Bazett 1920).
    public let bazett: Double
    /// QT / ∛RR (Fridericia 1920).
    public let fridericia: Double
    /// QT + 154 (1 - RR) (Sagie and others 1992, the Framingham study).
    public let framingham: Double
    /// QT + 1.75 (rate - 60) (Hodges and others 1983).
    public let hodges: Double

    /// - Parameters:
    ///   - qt: milliseconds.
    ///   - rr: the mean interval between beats, seconds.
    public init?(qt: Double, rr: Double) {
        guard qt > 0, rr > 0.15, rr < 5 else { return nil }
        bazett = qt / rr.squareRoot()
        fridericia = qt / cbrt(rr)
        framingham = qt + 154 * (1 - rr)
        hodges = qt + 1.75 * (60 / rr - 60)
    }
}
