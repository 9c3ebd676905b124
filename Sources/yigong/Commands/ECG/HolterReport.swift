import ECG

/// What `yigong ecg measure` says of a recording of hours.
struct HolterReport: Encodable {
    let beats, ventricular, supraventricular, irregularMinutes: Int
    let shapes: [HolterAnalysis.Shape]
    let hours: [HolterAnalysis.Hour]
    let pauses: [HolterAnalysis.Pause]
    let runs: [HolterAnalysis.Run]
    let variability: Variability?
    /// Intervals in each bin of 1/64 s, from 0 to 3 s.
    let histogram: [Int]
    let stTrend: STTrend?

    init(_ holter: HolterAnalysis) {
        beats = holter.samples.count
        ventricular = holter.classes.count { $0 == .ventricular }
        supraventricular = holter.classes.count { $0 == .supraventricular }
        irregularMinutes = holter.irregularMinutes.count
        (shapes, hours, pauses, runs) = (holter.shapes, holter.hours, holter.pauses(), holter.runs)
        (variability, histogram, stTrend) = (holter.variability, holter.histogram, holter.stTrend)
    }

    func print() {
        Swift.print(
            "  \(beats) beats in \(hours.count) h: \(ventricular) ventricular, \(supraventricular) supraventricular; \(pauses.count) pauses of 2 s and "
                + "more, \(runs.count) runs; \(irregularMinutes) min irregular")
        func number(_ value: Double?) -> String { value.map { String(Int($0.rounded())) } ?? "—" }
        Terminal.table(
            ["hour", "beats", "mean", "slowest", "fastest", "V", "S", "pauses"],
            hours.map {
                [
                    String($0.hour), String($0.beats), number($0.meanRate), number($0.slowestRate), number($0.fastestRate),
                    String($0.ventricular), String($0.supraventricular), String($0.pauses),
                ]
            })
    }
}
