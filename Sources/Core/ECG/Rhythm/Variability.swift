internal import CECG

/// Heart rate variability (Task Force of ESC and NASPE 1996): of the intervals between normal beats, milliseconds.
public struct Variability: Sendable, Hashable, Codable {
    /// Intervals that it is made from.
    public let count: Int
    public let meanNN, sdnn, rmssd: Double
    /// Percent of neighbours that differ by more than 50 ms.
    public let pnn50: Double
    /// Standard deviations across and along the line of identity of the Poincaré plot.
    public let sd1, sd2: Double
    /// All intervals over the highest bin of their histogram of 1/128 s; from 20 minutes on.
    public let triangularIndex: Double?
    /// Of the means of five minutes each.
    public let sdann: Double?
    /// ms²: 0.0033 - 0.04, 0.04 - 0.15 and 0.15 - 0.4 Hz; from two minutes on.
    public let vlf, lf, hf: Double?
    public var lfToHF: Double? { lf.flatMap { lf in hf.flatMap { $0 > 0 ? lf / $0 : nil } } }

    /// - Parameters:
    ///   - times: of all beats, seconds.
    ///   - classes: only the interval between two normal beats counts.
    public init?(times: [Double], classes: [BeatClass]) {
        let pairs = zip(times.indices, times.indices.dropFirst()).filter { classes[$0] == .normal && classes[$1] == .normal }
        let ends = pairs.map { times[$1] }, intervals = pairs.map { (times[$1] - times[$0]) * 1000 }
        guard intervals.count >= 3 else { return nil }
        let mean = intervals.reduce(0, +) / Double(intervals.count)
        let neighbours = zip(pairs.indices, pairs.indices.dropFirst()).filter { pairs[$0].1 == pairs[$1].0 }
        let differences = neighbours.map { intervals[$1] - intervals[$0] }
        guard differences.count >= 2 else { return nil }
        let squared = differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)
        let variance = Self.variance(intervals, around: mean), across = squared / 2

        count = intervals.count
        meanNN = mean
        sdnn = variance.squareRoot()
        rmssd = squared.squareRoot()
        pnn50 = 100 * Double(differences.count { abs($0) > 50 }) / Double(differences.count)
        sd1 = across.squareRoot()
        sd2 = max(0, 2 * variance - across).squareRoot()
        let seconds = ends.last! - ends.first!
        triangularIndex = seconds >= 1200 ? Self.triangularIndex(intervals) : nil
        sdann = seconds >= 1200 ? Self.deviationOfMeans(intervals, ends: ends) : nil
        let bands = seconds >= 120 ? Self.bands(intervals, ends: ends) : nil
        (vlf, lf, hf) = (bands?.vlf, bands?.lf, bands?.hf)
    }

    private static func variance(_ values: [Double], around mean: Double) -> Double {
        values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count - 1, 1))
    }

    private static func triangularIndex(_ intervals: [Double]) -> Double {
        let bins = Dictionary(intervals.map { (Int($0 / (1000.0 / 128)), 1) }, uniquingKeysWith: +)
        return Double(intervals.count) / Double(bins.values.max() ?? 1)
    }

    private static func deviationOfMeans(_ intervals: [Double], ends: [Double]) -> Double? {
        let groups = Dictionary(grouping: intervals.indices) { Int((ends[$0] - ends[0]) / 300) }
        let means = groups.values.filter { $0.count >= 30 }.map { group in group.reduce(0) { $0 + intervals[$1] } / Double(group.count) }
        guard means.count >= 2 else { return nil }
        return variance(means, around: means.reduce(0, +) / Double(means.count)).squareRoot()
    }

    private static func bands(_ intervals: [Double], ends: [Double]) -> (vlf: Double, lf: Double, hf: Double)? {
        var power = (0.0, 0.0, 0.0)
        let status = ends.withUnsafeBufferPointer { times in
            intervals.withUnsafeBufferPointer { values in
                cecg_interval_power(times.baseAddress, values.baseAddress, values.count, &power.0, &power.1, &power.2)
            }
        }
        return status == 0 ? (power.0, power.1, power.2) : nil
    }
}
