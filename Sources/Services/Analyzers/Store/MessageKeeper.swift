import Database
import Foundation
import Synchronization

/// The one writer of messages. Whatever waits when it looks goes into one transaction and one sync, so that links share the
/// cost of durability and none waits for more than the batch before its own.
final class MessageKeeper: Sendable {
    private struct Waiting: Sendable {
        let message: IncomingMessage
        let answer: CheckedContinuation<StoredMessage, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var isClosed = false
    }

    /// More would make the first of them wait too long.
    private static let largestBatch = 256

    private let database: Database
    private let log: WriteAheadLog
    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(database: Database, log: WriteAheadLog) throws {
        self.database = database
        self.log = log
        let thread = Thread { [self] in write() }
        thread.name = "analyzer messages"
        thread.start()
    }

    func keep(_ message: IncomingMessage) async throws -> StoredMessage {
        try await withCheckedThrowingContinuation { continuation in
            let isClosed = state.withLock { state in
                if !state.isClosed { state.waiting.append(Waiting(message: message, answer: continuation)) }
                return state.isClosed
            }
            if isClosed { continuation.resume(throwing: DatabaseError(kind: .other, message: "the store of messages is closed")) }
            signal.signal()
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        signal.signal()
        ended.wait()
    }

    private func write() {
        while true {
            signal.wait()
            let (batch, isClosed) = state.withLock { state in
                let batch = Array(state.waiting.prefix(Self.largestBatch))
                state.waiting.removeFirst(batch.count)
                return (batch, state.isClosed && state.waiting.isEmpty)
            }
            if !batch.isEmpty { write(batch) }
            if isClosed { break }
        }
        ended.signal()
    }

    /// A message that the database refuses must not take the others of its batch with it: they are written one by one then.
    private func write(_ batch: [Waiting]) {
        do {
            let stored = try commit(batch.map(\.message))
            for (waiting, stored) in zip(batch, stored) { waiting.answer.resume(returning: stored) }
        } catch {
            guard batch.count > 1 else { return batch[0].answer.resume(throwing: error) }
            for waiting in batch { write([waiting]) }
        }
    }

    private func commit(_ messages: [IncomingMessage]) throws -> [StoredMessage] {
        let stored = try database.write { connection in
            try messages.map { try MessageRecording(connection).record($0) }
        }
        try log.sync()
        return stored
    }
}
