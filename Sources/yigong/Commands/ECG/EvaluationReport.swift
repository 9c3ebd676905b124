import ECG

/// What `yigong ecg evaluate` found: percent, and milliseconds of error.
struct EvaluationReport: Encodable {
    struct Point: Encodable {
        let reference: Int
        let sensitivity, ppv, mean, sd: Double?

        init(_ score: PointScore) {
            func rounded(_ value: Double?) -> Double? { value.map { ($0 * 100).rounded() / 100 } }
            reference = score.found + score.missed
            (sensitivity, ppv, mean, sd) = (rounded(score.sensitivity), rounded(score.ppv), rounded(score.mean), rounded(score.sd))
        }
    }

    struct Wave: Encodable {
        let onset, peak, offset: Point

        init(_ wave: DelineationScore.Wave) {
            (onset, peak, offset) = (Point(wave.onset), Point(wave.peak), Point(wave.offset))
        }
    }

    struct Waves: Encodable {
        let P, QRS, T: Wave

        init(_ score: DelineationScore) { (P, QRS, T) = (Wave(score.p), Wave(score.qrs), Wave(score.t)) }
    }

    var records = 0
    private(set) var scores: [String: DelineationScore] = [:]

    mutating func add(_ score: DelineationScore, lead: String) { scores[lead, default: DelineationScore()].add(score) }

    var all: DelineationScore { scores.values.reduce(into: DelineationScore()) { $0.add($1) } }

    enum CodingKeys: CodingKey { case records, windowMilliseconds, leads, all }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(records, forKey: .records)
        try values.encode(PointScore.window * 1000, forKey: .windowMilliseconds)
        try values.encode(scores.mapValues(Waves.init), forKey: .leads)
        try values.encode(Waves(all), forKey: .all)
    }

    func print() {
        Swift.print("\(records) records, leads \(scores.keys.sorted().joined(separator: " "))")
        let waves = Waves(all)
        func cell(_ value: Double?) -> String { value.map { $0.short } ?? "—" }
        func row(_ name: String, _ point: Point) -> [String] {
            [name, String(point.reference), cell(point.sensitivity), cell(point.ppv), cell(point.mean), cell(point.sd)]
        }
        let rows = [("P", waves.P), ("QRS", waves.QRS), ("T", waves.T)].flatMap { name, wave in
            [row("\(name) onset", wave.onset), row("\(name) peak", wave.peak), row("\(name) end", wave.offset)]
        }
        Terminal.table(["point", "marks", "Se %", "PPV %", "mean ms", "SD ms"], rows)
    }
}
