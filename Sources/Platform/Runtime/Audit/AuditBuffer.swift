internal import Database
import Dispatch
internal import Logging
import Synchronization

/// Collects audit events of reads and writes them together, at most a second later.
///
/// No timer runs while there is nothing to write. A write that fails is tried again; should the database stay away until
/// `capacity` events wait, the oldest are dropped and the trail itself says how many.
final class AuditBuffer: Sendable {
    static let delay = DispatchTimeInterval.milliseconds(500)
    static let capacity = 100_000
    /// Within this time the same access is one event.
    static let repetition = Duration.seconds(60)

    private struct Waiting {
        var events: [(event: AuditEvent, at: Moment)] = []
        var recent: [Access: Moment] = [:]
        var lost = 0
        var isScheduled = false
    }

    /// What makes two events the same access.
    private struct Access: Hashable {
        let actor, origin, action, object, outcome: String

        init(_ event: AuditEvent) {
            actor = event.actor.name
            origin = event.actor.origin
            action = event.action.rawValue
            object = "\(event.objectKind) \(event.objectID)"
            outcome = event.outcome.rawValue
        }
    }

    private let database: Database
    private let now: TimeSource
    private let logger: Logger
    private let waiting = Mutex(Waiting())
    private let queue = DispatchQueue(label: "audit")

    init(database: Database, now: @escaping TimeSource, logger: Logger) {
        self.database = database
        self.now = now
        self.logger = logger
    }

    func note(_ event: AuditEvent) {
        let moment = now()
        let mustSchedule = waiting.withLock { waiting in
            let access = Access(event)
            if let last = waiting.recent[access], moment - last < Self.repetition { return false }
            waiting.recent[access] = moment
            waiting.events.append((event, moment))
            if waiting.events.count > Self.capacity {
                waiting.events.removeFirst(Self.capacity / 10)
                waiting.lost += Self.capacity / 10
            }
            defer { waiting.isScheduled = true }
            return !waiting.isScheduled
        }
        if mustSchedule { schedule() }
    }

    /// Writes everything that waits and returns when it is written (or could not be).
    func flush() { queue.sync { write() } }

    private func schedule() {
        queue.asyncAfter(deadline: .now() + Self.delay) { [self] in write() }
    }

    /// Runs on `queue` only, so that events keep their order.
    private func write() {
        let moment = now()
        let (events, lost) = waiting.withLock { waiting in
            defer {
                waiting.events = []
                waiting.lost = 0
                waiting.isScheduled = false
                waiting.recent = waiting.recent.filter { moment - $0.value < Self.repetition }
            }
            return (waiting.events, waiting.lost)
        }
        guard !events.isEmpty || lost > 0 else { return }
        do {
            try database.write { connection in
                if lost > 0 {
                    let event = AuditEvent(
                        .auditLost, by: Actor(name: "system", origin: "local"), on: "audit", "", outcome: .failed,
                        detail: "\(lost) events")
                    try AuditChain.append(event, at: moment, to: connection)
                }
                for (event, at) in events { try AuditChain.append(event, at: at, to: connection) }
            }
        } catch {
            logger.critical("the audit could not be written and will be tried again", metadata: ["error": "\(error)"])
            putBack(events, lost: lost)
        }
    }

    private func putBack(_ events: [(event: AuditEvent, at: Moment)], lost: Int) {
        waiting.withLock { waiting in
            waiting.events = events + waiting.events
            waiting.lost += lost
            waiting.isScheduled = true
        }
        schedule()
    }
}
