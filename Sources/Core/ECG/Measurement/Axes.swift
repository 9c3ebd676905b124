import Foundation

/// Electrical axes in the frontal plane, degrees from -179 to 180, clockwise from lead I.
public struct Axes: Sendable, Hashable, Codable {
    public var p, qrs, t: Double?

    public init(p: Double? = nil, qrs: Double? = nil, t: Double? = nil) {
        self.p = p
        self.qrs = qrs
        self.t = t
    }

    /// From the areas under the waves in leads I and II; nil where they nearly cancel out in both, as an axis then means nothing.
    init(_ leads: [LeadMeasurements]) {
        let first = leads.first { $0.name == "I" }, second = leads.first { $0.name == "II" }
        func axis(_ area: KeyPath<LeadMeasurements, Double?>, least: Double) -> Double? {
            guard let x = first?[keyPath: area], let two = second?[keyPath: area] else { return nil }
            // Einthoven's triangle: II points to 60 degrees.
            let y = (2 * two - x) / 3.0.squareRoot()
            return hypot(x, y) < least ? nil : atan2(y, x) * 180 / .pi
        }
        let size = leads.map(\.qrsHeight).max() ?? 0
        p = axis(\.pArea, least: size * 0.1)
        qrs = axis(\.qrsArea, least: size * 0.2)
        t = axis(\.tArea, least: size * 0.3)
    }
}
