internal import Database
import Synchronization

/// A message on someone's desk, about a record.
public struct Message: Sendable, Equatable {
    public internal(set) var id: Int64 = 0
    public let account: String
    public let entity: String
    public let record: Int64
    public let text: Phrase
    public let at: Moment
    public internal(set) var readAt: Moment?

    /// Writes it down, in the transaction of the change that it tells of.
    func stored(_ connection: any SQLConnection) throws -> Message {
        let row = try connection.first(
            "INSERT INTO message (account, entity, record_id, chinese, english, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
            [.text(account), .text(entity), .integer(record), .text(text.chinese), .text(text.english), .integer(at.milliseconds)])
        var stored = self
        stored.id = row?.int64(0) ?? 0
        return stored
    }
}

extension Records {
    public func messages(for viewer: Viewer, unreadOnly: Bool = false, limit: Int = 50) throws -> [Message] {
        try database.read { connection in
            try connection.query(
                """
                SELECT id, account, entity, record_id, chinese, english, at, read_at FROM message
                WHERE account = ? \(unreadOnly ? "AND read_at IS NULL" : "") ORDER BY id DESC LIMIT \(min(max(1, limit), 500))
                """, [.text(viewer.account)]
            ).map { row in
                Message(
                    id: row.int64(0), account: row.text(1), entity: row.text(2), record: row.int64(3), text: Phrase(row.text(4), row.text(5)),
                    at: Moment(milliseconds: row.int64(6)), readAt: row.isNull(7) ? nil : Moment(milliseconds: row.int64(7)))
            }
        }
    }

    /// Marks messages as read, all of them where none is named.
    public func markRead(_ ids: [Int64], for viewer: Viewer) throws {
        try database.write { connection in
            let named = ids.isEmpty ? "" : "AND id IN (\(ids.map { _ in "?" }.joined(separator: ", ")))"
            try connection.execute(
                "UPDATE message SET read_at = ? WHERE account = ? AND read_at IS NULL \(named)",
                [.integer(now().milliseconds), .text(viewer.account)] + ids.map(SQLValue.integer))
        }
    }
}

/// Hands new messages to whoever listens, as they happen.
public final class MessageFeed: Sendable {
    private struct Listener {
        let account: String
        let continuation: AsyncStream<Message>.Continuation
    }

    private let listeners = Mutex<[Int: Listener]>([:])
    private let count = Atomic<Int>(0)

    /// The messages of an account from now on. A listener that does not keep up misses the oldest: they stay in the list.
    public func messages(for account: String) -> AsyncStream<Message> {
        AsyncStream(bufferingPolicy: .bufferingNewest(50)) { continuation in
            let key = count.add(1, ordering: .relaxed).newValue
            continuation.onTermination = { [weak self] _ in self?.listeners.withLock { $0[key] = nil } }
            listeners.withLock { $0[key] = Listener(account: account, continuation: continuation) }
        }
    }

    func publish(_ messages: [Message]) {
        guard !messages.isEmpty else { return }
        let listening = listeners.withLock { Array($0.values) }
        for message in messages {
            for listener in listening where listener.account == message.account { listener.continuation.yield(message) }
        }
    }
}
