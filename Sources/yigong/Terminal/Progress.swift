import Foundation

/// One line on standard error that is written over as work goes on; silent where standard error is not a terminal.
final class Progress {
    private let label: String
    private let total: Int?
    private let isShown = isatty(STDERR_FILENO) == 1
    private let start = Date()
    private var lastShown = Date.distantPast

    init(_ label: String, total: Int?) {
        self.label = label
        self.total = total
    }

    func show(_ done: Int, _ detail: String = "") {
        guard isShown, Date().timeIntervalSince(lastShown) > 0.1 || done == total else { return }
        lastShown = Date()
        let rate = Double(done) / max(0.001, Date().timeIntervalSince(start))
        let line: String
        if let total, total > 0 {
            let filled = done * 24 / total
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
            line = "\(label) \(bar) \(done)/\(total)  \(Int(rate))/s  \(detail)"
        } else {
            line = "\(label) \(done)  \(Int(rate))/s  \(detail)"
        }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
    }

    /// Clears the line.
    func finish() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}

/// Bytes as people read them.
func readableBytes(_ count: Int64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var value = Double(count)
    var unit = 0
    while value >= 1000, unit < units.count - 1 {
        value /= 1000
        unit += 1
    }
    return unit == 0 ? "\(count) B" : String(format: "%.1f %@", value, units[unit])
}
