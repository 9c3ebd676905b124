import Foundation
import HL7
import Synchronization

/// The time of the wall and of waiting.
enum Clock {
    /// Milliseconds since 1970 UTC.
    static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    /// Milliseconds that never go back, for deadlines.
    static func steady() -> Int64 { Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000) }

    /// The local time as HL7 and ASTM write it: `20260501083000`.
    static func text(_ milliseconds: Int64) -> String {
        let moment = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        return HL7Time(milliseconds: milliseconds, offset: TimeZone.current.secondsFromGMT(for: moment) / 60).text
    }
}

/// Control ids of what we send. They go on from the time of the start, so that none comes twice.
final class HL7Sequence: Sendable {
    private let last = Mutex(Clock.now())

    func next() -> String {
        last.withLock { last in
            last += 1
            return String(last)
        }
    }
}
