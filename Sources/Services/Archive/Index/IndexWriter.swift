import Database
import Foundation
import Logging
import ObjectStore
import Synchronization

/// Brings stored objects into the index in batches, on a thread of its own.
///
/// An object is acknowledged when its bytes are durable, not when it is indexed; whoever asks the index calls ``flush()`` first
/// and so reads what was written before. A batch that fails stays queued and is tried again.
final class IndexWriter: Sendable {
    private let database: Database
    private let store: any ObjectStore
    private let log: Logger
    private let condition = Condition()
    private let state: Mutex<State>
    /// Told after each batch which series changed.
    private let changed: @Sendable (Set<Int64>) -> Void

    private struct State {
        var queue: [IndexEntry] = []
        /// Entries queued or in the running batch, by instance UID.
        var pending: [String: KnownInstance] = [:]
        var enqueued: UInt64 = 0
        var committed: UInt64 = 0
        var flushWanted = false
        var isStopping = false
        var hasEnded = false
        var failure: (any Error)?
    }

    private static let batchLimit = 512
    /// How long a lone entry waits for company.
    private static let batchDelay = 0.05
    /// Beyond this many, senders wait: the index must not fall behind without bound.
    private static let queueLimit = 4096

    init(database: Database, store: any ObjectStore, log: Logger, changed: @escaping @Sendable (Set<Int64>) -> Void) {
        self.database = database
        self.store = store
        self.log = log
        self.changed = changed
        state = Mutex(State())
        let thread = Thread { [self] in run() }
        thread.name = "index"
        thread.stackSize = 4 << 20
        thread.start()
    }

    // MARK: For senders

    /// What is known of an instance UID, queued entries included.
    func known(_ uid: String) throws -> KnownInstance? {
        if let pending = state.withLock({ $0.pending[uid] }) { return pending }
        return try database.read { try IndexBatch.known(uid, in: $0) }
    }

    func enqueue(_ entry: IndexEntry) {
        condition.wait(until: { state.withLock { $0.queue.count < Self.queueLimit || $0.hasEnded } })
        let isAwaited = state.withLock { state in
            state.queue.append(entry)
            state.enqueued += 1
            if entry.note.standing == .live {
                state.pending[entry.summary.sopInstanceUID] = entry.known
            }
            // Between the first entry and a full batch the thread sleeps: waking it for each would cost the sender its core.
            return state.queue.count == 1 || state.queue.count >= Self.batchLimit
        }
        if isAwaited { condition.signal() }
    }

    /// Returns when everything enqueued before the call is in the index.
    func flush() throws {
        let target = state.withLock { state -> UInt64? in
            guard state.committed < state.enqueued else { return nil }
            state.flushWanted = true
            state.failure = nil
            return state.enqueued
        }
        guard let target else { return }
        condition.signal()
        condition.wait(until: { state.withLock { $0.committed >= target || $0.failure != nil || $0.hasEnded } })
        if let failure = state.withLock({ $0.committed >= target ? nil : $0.failure }) { throw failure }
    }

    /// Writes what is queued and ends the thread.
    func stop() {
        state.withLock { $0.isStopping = true }
        condition.signal()
        condition.wait(until: { state.withLock(\.hasEnded) })
    }

    // MARK: The thread

    private func run() {
        while true {
            condition.wait(until: { state.withLock { !$0.queue.isEmpty || $0.isStopping } })
            condition.wait(
                until: { state.withLock { $0.flushWanted || $0.isStopping || $0.queue.count >= Self.batchLimit } },
                atMost: Self.batchDelay)
            let batch = state.withLock { state -> [IndexEntry] in
                let batch = Array(state.queue.prefix(Self.batchLimit))
                state.queue.removeFirst(batch.count)
                if state.queue.isEmpty { state.flushWanted = false }
                return batch
            }
            if batch.isEmpty { break }
            guard commit(batch) else { break }
        }
        state.withLock { $0.hasEnded = true }
        condition.signal()
    }

    /// False where the batch cannot be written and the writer is stopping: the objects are durable and the next start indexes them.
    private func commit(_ batch: [IndexEntry]) -> Bool {
        while true {
            do {
                var work = IndexBatch()
                try database.write { connection in
                    work = IndexBatch()
                    for entry in batch { try work.add(entry, to: connection) }
                    try work.finish(connection)
                }
                for address in work.superfluous { try? store.remove(address) }
                state.withLock { state in
                    state.committed += UInt64(batch.count)
                    for entry in batch { state.pending[entry.summary.sopInstanceUID] = nil }
                    for entry in state.queue where entry.note.standing == .live {
                        state.pending[entry.summary.sopInstanceUID] = entry.known
                    }
                    state.failure = nil
                }
                condition.signal()
                changed(work.changedSeries)
                return true
            } catch {
                log.error("the index could not take \(batch.count) objects; they are safe and will be tried again", metadata: ["error": "\(error)"])
                let isStopping = state.withLock { state in
                    state.failure = error
                    return state.isStopping
                }
                condition.signal()
                if isStopping { return false }
                Thread.sleep(forTimeInterval: 1)
            }
        }
    }
}

/// A condition variable whose predicate reads state of its own lock.
final class Condition: @unchecked Sendable {
    private let condition = NSCondition()

    func signal() {
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    func wait(until predicate: () -> Bool, atMost seconds: Double? = nil) {
        let deadline = seconds.map { Date(timeIntervalSinceNow: $0) }
        condition.lock()
        defer { condition.unlock() }
        while !predicate() {
            if let deadline {
                guard condition.wait(until: deadline) else { return }
            } else {
                condition.wait()
            }
        }
    }
}
