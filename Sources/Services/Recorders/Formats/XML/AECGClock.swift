import ECG

/// Turns the times of aECG's regions of interest into samples.
struct AECGClock {
    private let origin: Double?
    let sampleRate: Double

    init(start: String?, sampleRate: Double) {
        origin = start.flatMap(Self.secondsOfDay)
        self.sampleRate = sampleRate
    }

    /// What a region bounds, in samples; nil if it has no time.
    func annotation(code: String, _ region: XMLNode) -> Recording.Annotation? {
        var mark: Recording.Annotation?
        var lead: String?
        for boundary in region.all("component").compactMap({ $0["boundary"] }) {
            let kind = boundary["code"]?.attribute("code") ?? ""
            if kind.hasPrefix("MDC_ECG_LEAD") { lead = LeadName.usual(kind) }
            guard kind.hasPrefix("TIME_"), let value = boundary["value"] else { continue }
            let low = value["low"].flatMap(sample)
            let high = value["high"].flatMap(sample)
            guard let start = low ?? sample(value) ?? high else { continue }
            mark = Recording.Annotation(sample: start, length: max((high ?? start) - start, 0), code: code)
        }
        mark?.lead = lead
        return mark
    }

    /// A point of time: `value` with a unit is relative to the start, without one it is a time of day.
    func sample(_ node: XMLNode) -> Int? {
        guard let text = node.attribute("value") else { return nil }
        let seconds: Double?
        switch node.attribute("unit") {
        case "ms": seconds = Double(text).map { $0 / 1000 }
        case "s": seconds = Double(text)
        default:
            // Past midnight the time of day starts again.
            seconds = Self.secondsOfDay(text).flatMap { time in origin.map { time < $0 ? time + 86_400 - $0 : time - $0 } }
        }
        return seconds.flatMap { Int(exactly: ($0 * sampleRate).rounded()) }
    }

    /// `YYYYMMDDHHMMSS.fff`
    private static func secondsOfDay(_ text: String) -> Double? {
        let digits = Array(text)
        guard digits.count >= 14, let hour = Double(String(digits[8..<10])), let minute = Double(String(digits[10..<12])),
            let second = Double(String(digits[12...].prefix { $0.isASCIIDigit || $0 == "." }))
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }
}
