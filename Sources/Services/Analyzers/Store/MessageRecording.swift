import Database
import Foundation
import HL7

/// Writes one message into the tables, inside the batch's transaction.
struct MessageRecording {
    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    func record(_ message: IncomingMessage) throws -> StoredMessage {
        if message.state == .done, message.kind != .query, let known = try copy(of: message) { return known }
        let id = try insert(message)
        guard message.state == .done, !message.isOutgoing else { return StoredMessage(id: id, isCopy: false, runs: [], notes: []) }
        return try recordRuns(of: message, id: id)
    }

    /// Runs of a message that has a row already: at its arrival, or when a dead letter could be read at last.
    func recordRuns(of message: IncomingMessage, id: Int64) throws -> StoredMessage {
        var runs: [Int64] = []
        var notes: [String] = []
        for content in message.messages where content.kind == .result || content.kind == .qc {
            let recording = RunRecording(connection: connection, message: message, messageID: id, content: content)
            let outcome = try recording.record()
            runs += outcome.runs
            notes += outcome.notes
        }
        return StoredMessage(id: id, isCopy: false, runs: runs, notes: notes)
    }

    /// The same bytes over the same link are a resend, whose first acknowledgement was lost.
    private func copy(of message: IncomingMessage) throws -> StoredMessage? {
        guard let row = try connection.first(
            "SELECT id FROM message WHERE digest = ? AND link_id = ? AND outgoing = 0 AND state = 'done'", [.text(message.digest), .text(message.link)])
        else { return nil }
        try connection.execute("UPDATE message SET copies = copies + 1, last_at = ? WHERE id = ?", [.integer(message.receivedAt), .integer(row.int64(0))])
        return StoredMessage(id: row.int64(0), isCopy: true, runs: [], notes: ["the same message came again; it is stored once"])
    }

    private func insert(_ message: IncomingMessage) throws -> Int64 {
        let id = try connection.nextID(of: "message")
        try connection.execute(
            """
            INSERT INTO message (id, link_id, outgoing, received_at, digest, copies, last_at, language, profile, state, kind, sample, summary,
              fault, attempts, next_at, size, bytes) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
            """,
            [
                .integer(id), .text(message.link), .integer(message.isOutgoing ? 1 : 0), .integer(message.receivedAt), .text(message.digest),
                .integer(message.receivedAt), .text(message.language.rawValue), .text(message.profile), .text(message.state.rawValue),
                .text(message.kind.rawValue), .text(message.sample), .text(message.summary), SQLValue(message.fault),
                message.state == .dead ? .integer(message.receivedAt + DeadLetters.delay(after: 0)) : .null, .integer(message.bytes.count),
                .blob(message.bytes),
            ])
        return id
    }
}

extension SQLConnection {
    /// The next key of a table whose keys count up. There is one writer, so it is nobody else's.
    func nextID(of table: String) throws -> Int64 {
        (try first("SELECT MAX(id) FROM \(table)")?.int64(0) ?? 0) + 1
    }
}
