import Foundation

/// A point in time as it is stored and compared everywhere: milliseconds since 1970-01-01T00:00Z.
public struct Moment: Sendable, Hashable, Comparable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// What the clock on the wall says.
    public static func now() -> Moment {
        Moment(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    public static func < (earlier: Moment, later: Moment) -> Bool { earlier.milliseconds < later.milliseconds }

    public static func + (moment: Moment, wait: Duration) -> Moment {
        Moment(milliseconds: moment.milliseconds + wait.inMilliseconds)
    }

    public static func - (later: Moment, earlier: Moment) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }

    /// `2026-05-01T08:30:00.000Z` (ISO 8601), for people and for JSON.
    public var iso8601: String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// `2026-05-01 14:05`, as clocks in China show it.
    public var chinaTime: String {
        let day = Day(of: self)
        let minutes = (milliseconds - day.start.milliseconds) / 60_000
        let figures = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day) \(figures[0]):\(figures[1])"
    }

    /// Reads ISO 8601 with a zone, with or without fractions of a second; without a zone, China's: `2026-05-01T14:05`.
    public init?(iso8601 text: String) {
        let hasZone = text.hasSuffix("Z") || text.dropFirst(10).contains { $0 == "+" || $0 == "-" }
        let seconds = text.count == 16 ? text + ":00" : text
        let whole = hasZone ? text : seconds + "+08:00"
        for hasFraction in [false, true] {
            if let date = try? Date(whole, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction)) {
                self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
                return
            }
        }
        return nil
    }
}

/// Where the time comes from; tests hand in their own.
public typealias TimeSource = @Sendable () -> Moment

extension Duration {
    public var inMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    public static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
    public static func hours(_ count: Int) -> Duration { .minutes(count * 60) }
    public static func days(_ count: Int) -> Duration { .hours(count * 24) }
}
