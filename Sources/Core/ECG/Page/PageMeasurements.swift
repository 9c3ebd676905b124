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
