import Database
import Foundation

/// Messages that could not be read. They are tried again with growing pauses, and at once when a profile changes; they are
/// never thrown away.
package struct DeadLetters: Sendable {
    /// 5 s, doubled each time, at most 10 min.
    static func delay(after attempts: Int) -> Int64 { min(600_000, 5_000 << Int64(min(attempts, 7))) }

    let store: AnalyzerStore

    package init(store: AnalyzerStore) { self.store = store }

    /// Tries those that are due.
    /// - Parameter link: its profile and character set now.
    /// - Returns: the links of which letters could be read.
    package func retry(now: Int64, all: Bool = false, interpreter: Interpreter, link: (String) -> AnalyzerLink?) throws -> [String] {
        let due = try store.database.read {
            try $0.query(
                "SELECT id, link_id, language, bytes, attempts, received_at FROM message WHERE state = 'dead' AND (next_at <= ? OR ? = 1) ORDER BY id LIMIT 100",
                [.integer(now), .integer(all ? 1 : 0)])
        }
        var readable: [String] = []
        for row in due {
            guard let language = InstrumentProfile.Language(rawValue: row.text(2)) else { continue }
            let link = link(row.text(1))
            let profile = link.flatMap { interpreter[$0.profile] }
            do throws(InterpretationError) {
                let read = try interpreter.interpret(row.blob(3), language: language, profile: profile?.language == language ? profile : nil, charset: link?.charset)
                let message = IncomingMessage(
                    link: row.text(1), receivedAt: row.int64(5), bytes: row.blob(3), language: language, profile: read.profile, messages: read.messages)
                try resolve(row.int64(0), message)
                readable.append(row.text(1))
            } catch {
                try postpone(row.int64(0), attempts: row.int(4) + 1, now: now, fault: "\(error)")
            }
        }
        return readable
    }

    private func resolve(_ id: Int64, _ message: IncomingMessage) throws(InterpretationError) {
        do {
            try store.database.write { connection in
                _ = try MessageRecording(connection).recordRuns(of: message, id: id)
                try connection.execute(
                    "UPDATE message SET state = 'done', fault = NULL, next_at = NULL, kind = ?, sample = ?, summary = ? WHERE id = ?",
                    [.text(message.kind.rawValue), .text(message.sample), .text(message.summary), .integer(id)])
            }
        } catch {
            throw InterpretationError("\(error)")
        }
    }

    private func postpone(_ id: Int64, attempts: Int, now: Int64, fault: String) throws {
        try store.database.write {
            try $0.execute(
                "UPDATE message SET attempts = ?, next_at = ?, fault = ? WHERE id = ?",
                [.integer(attempts), .integer(now + Self.delay(after: attempts)), .text(fault), .integer(id)])
        }
    }
}
