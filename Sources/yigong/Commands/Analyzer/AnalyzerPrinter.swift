import Analyzers
import Foundation

/// Prints messages for people, or a line of JSON each.
struct AnalyzerPrinter {
    let json: Bool

    func show(_ message: AnalyzerMessage) {
        guard json else { return table(message) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if let line = try? encoder.encode(DecodedMessage(message)) { Terminal.line(String(decoding: line, as: UTF8.self)) }
    }

    private func table(_ message: AnalyzerMessage) {
        let sample = message.sample.isEmpty ? "(no sample number)" : message.sample
        print("\(message.kind.rawValue)  \(sample)  \(message.analysedAt)  \(message.sender)")
        for alarm in message.alarms { print("  ! \(alarm)") }
        if !message.results.isEmpty {
            Terminal.table(
                ["  CODE", "NAME", "VALUE", "UNIT", "FLAGS", "READ AS"],
                message.results.map { ["  " + $0.code, $0.name, $0.value, $0.unit, $0.flags.joined(separator: " "), Self.reading($0)] })
        }
        for graphic in message.graphics { print("  ~ \(graphic.name)\(graphic.file.map { "  \($0)" } ?? "")") }
        print("")
        fflush(nil)
    }

    private static func reading(_ result: AnalyzerResult) -> String {
        guard let reading = result.reading else { return "" }
        if let hold = reading.hold { return "held: \(hold.rawValue)" }
        return [reading.analyte, reading.value, reading.unit].compactMap(\.self).joined(separator: " ")
    }
}
