import Foundation

/// What the kernel says about this process, in Prometheus' usual names.
enum ProcessMetrics {
    private static let startedAt = Date().timeIntervalSince1970

    /// Remembers the start; called once when the server is made.
    static func begin() { _ = startedAt }

    static func exposition() -> String {
        var text = "# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds \(startedAt)\n"
        if let pages = residentPages {
            text += "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes \(pages * Int(sysconf(Int32(_SC_PAGESIZE))))\n"
        }
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            text += "# TYPE process_open_fds gauge\nprocess_open_fds \(files)\n"
        }
        return text
    }

    /// The second number of `/proc/self/statm` (proc(5)).
    private static var residentPages: Int? {
        guard let line = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let numbers = line.split(separator: " ")
        return numbers.count > 1 ? Int(numbers[1]) : nil
    }
}
