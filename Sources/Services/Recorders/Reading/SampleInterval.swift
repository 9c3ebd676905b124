/// Formats that give the time between samples round it to a few digits; recorders sample at whole rates.
enum SampleInterval {
    static func rate(ofSeconds interval: Double) -> Double {
        let rate = 1 / interval
        return abs(rate - rate.rounded()) < 0.002 * rate && rate >= 1 ? snapped(rate) : rate
    }

    /// The whole rate, if its interval, rounded as a file would, is this one: 1/360 s is written as 2778 µs.
    private static func snapped(_ rate: Double) -> Double {
        let whole = rate.rounded()
        return abs(1 / whole - 1 / rate) <= 0.6e-6 || abs(whole - rate) < 1e-6 * rate ? whole : rate
    }
}
