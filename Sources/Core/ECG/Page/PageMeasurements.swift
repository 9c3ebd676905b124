/// The numbers in a page's header; what could not be measured is nil and printed as a dash.
public struct PageMeasurements: Sendable, Hashable {
    /// Per minute.
    public var heartRate: Double?
    /// Milliseconds.
    public var pr, qrs, qt, qtc: Double?
    /// Which of the corrections `qtc` is, such as `Bazett`.
    public var qtcFormula: String?
    /// Degrees.
    public var pAxis, qrsAxis, tAxis: Double?
    /// Millivolts.
    public var rv5, sv1: Double?
    /// The names of what a physician corrected.
    var correctedNames: Set<String> = []

    public init() {}

    /// What the recorder measured by itself.
    public init(_ facts: Recording.Facts) {
        func value(_ names: String...) -> Double? { names.lazy.compactMap { facts.measurements[$0] }.first { $0.isFinite } }
        heartRate = value("heartRate")
        (pr, qrs, qt) = (value("pr"), value("qrs"), value("qt"))
        qtc = value("qtc", "qtcBazett", "qtc.bazett")
        (pAxis, qrsAxis, tAxis) = (value("pAxis", "axes.p"), value("qrsAxis", "axes.qrs"), value("tAxis", "axes.t"))
    }
}

extension PageMeasurements {
    /// What the program measured, QT corrected after Bazett.
    public init(_ measurements: Measurements) {
        self.init()
        heartRate = measurements.heartRate
        (pr, qrs, qt) = (measurements.pr, measurements.qrs, measurements.qt)
        qtc = measurements.qtc?.bazett
        qtcFormula = qtc == nil ? nil : "Bazett"
        (pAxis, qrsAxis, tAxis) = (measurements.axes.p, measurements.axes.qrs, measurements.axes.t)
        if let v5 = measurements.lead("V5"), let v1 = measurements.lead("V1") {
            (rv5, sv1) = (v5.highestR / 1000, v1.depthS / 1000)
        }
    }

    /// With a physician's values in the place of those they correct, by the names of `measure --json`.
    public func corrected(by values: [String: Double]) -> PageMeasurements {
        var corrected = self
        let places: [(String, WritableKeyPath<PageMeasurements, Double?>)] = [
            ("heartRate", \.heartRate), ("pr", \.pr), ("qrs", \.qrs), ("qt", \.qt), ("qtc.bazett", \.qtc), ("axes.p", \.pAxis),
            ("axes.qrs", \.qrsAxis), ("axes.t", \.tAxis),
        ]
        for (name, place) in places {
            guard let value = values[name] else { continue }
            corrected[keyPath: place] = value
            corrected.correctedNames.insert(name)
        }
        return corrected
    }
}
