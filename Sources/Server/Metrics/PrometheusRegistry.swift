import CoreMetrics
import Synchronization

/// A backend of swift-metrics that keeps its series in memory and writes them in Prometheus' text format 0.0.4.
public final class PrometheusRegistry: MetricsFactory {
    private struct Key: Hashable {
        let name: String
        let labels: String
    }

    private struct Series {
        var counters: [Key: CounterSeries] = [:]
        var gauges: [Key: GaugeSeries] = [:]
        var histograms: [Key: HistogramSeries] = [:]
    }

    private let series = Mutex(Series())

    public init() {}

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let key = Key(name: Self.name(label, suffix: "_total"), labels: Self.labels(dimensions))
        return series.withLock { $0.counters.existing(key, or: CounterSeries()) }
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        let key = Key(name: Self.name(label), labels: Self.labels(dimensions))
        return series.withLock { $0.gauges.existing(key, or: GaugeSeries()) }
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        let key = Key(name: Self.name(label), labels: Self.labels(dimensions))
        if aggregate { return series.withLock { $0.histograms.existing(key, or: HistogramSeries()) } }
        return series.withLock { $0.gauges.existing(key, or: GaugeSeries()) }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let key = Key(name: Self.name(label, suffix: "_seconds"), labels: Self.labels(dimensions))
        return series.withLock { $0.histograms.existing(key, or: HistogramSeries()) }
    }

    // A series that its maker lets go keeps its value: Prometheus reads a vanished counter as a restart.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// All series, sorted by name and labels.
    public func exposition() -> String {
        let (counters, gauges, histograms) = series.withLock { ($0.counters, $0.gauges, $0.histograms) }
        var text = ""
        Self.write(counters, "counter", to: &text) { name, labels, counter in
            "\(name)\(Self.braced(labels)) \(counter.value)\n"
        }
        Self.write(gauges, "gauge", to: &text) { name, labels, gauge in "\(name)\(Self.braced(labels)) \(gauge.value)\n" }
        Self.write(histograms, "histogram", to: &text) { name, labels, histogram in
            histogram.lines(name: name, labels: labels)
        }
        return text
    }

    private static func write<Value>(
        _ series: [Key: Value], _ type: String, to text: inout String, _ lines: (String, String, Value) -> String
    ) {
        var previous: String?
        for (key, value) in series.sorted(by: { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) }) {
            if key.name != previous { text += "# TYPE \(key.name) \(type)\n" }
            previous = key.name
            text += lines(key.name, key.labels, value)
        }
    }

    static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    /// `yigong.http.requests` becomes `yigong_http_requests_total`.
    private static func name(_ label: String, suffix: String = "") -> String {
        let plain = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ":") ? $0 : "_" })
        return plain.hasSuffix(suffix) ? plain : plain + suffix
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.sorted { $0.0 < $1.0 }.map { key, value in
            let escaped = value.reduce(into: "") { text, character in
                switch character {
                case "\\": text += "\\\\"
                case "\"": text += "\\\""
                case "\n": text += "\\n"
                default: text.append(character)
                }
            }
            return "\(name(key))=\"\(escaped)\""
        }.joined(separator: ",")
    }
}

extension Dictionary {
    fileprivate mutating func existing(_ key: Key, or new: @autoclosure () -> Value) -> Value {
        if let value = self[key] { return value }
        let value = new()
        self[key] = value
        return value
    }
}
