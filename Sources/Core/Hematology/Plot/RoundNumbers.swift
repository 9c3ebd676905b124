import Foundation

/// Marks for an axis that brings none of its own.
enum RoundNumbers {
    /// At most `count` multiples of 1, 2 or 5 times a power of ten within `range`, but none so near its ends that a number would stand
    /// beyond them.
    static func ticks(in range: ClosedRange<Double>, atMost count: Int) -> [Double] {
        let span = range.upperBound - range.lowerBound
        guard span > 0, span.isFinite, count > 0 else { return [] }
        let rough = span / Double(count + 1)
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { span / $0 <= Double(count + 1) } ?? 10 * power
        let first = (range.lowerBound / step).rounded(.down) + 1
        return (0...count).map { (first + Double($0)) * step }
            .filter { $0 < range.upperBound - span * 0.04 && $0 > range.lowerBound + span * 0.02 }
    }

    /// A number without needless digits, thousands as k.
    static func text(_ value: Double) -> String {
        if (10_000..<1e9).contains(abs(value)), value.truncatingRemainder(dividingBy: 1_000) == 0 { return text(value / 1_000) + "k" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return String(format: "%.3g", value)
    }
}
