import Crypto
internal import Database
import Foundation

/// What a walk over the whole audit found.
public enum AuditVerdict: Sendable, Equatable {
    case intact(rows: Int64)
    /// The first row that does not follow from the one before it.
    case broken(sequence: Int64)
}

/// The append-only chain itself: each row's digest covers the row and the digest before it, and the head remembers the last
/// one, so that an altered, removed, inserted or cut-off row shows.
enum AuditChain {
    /// Appends inside the caller's transaction: a change and the row that tells of it happen together or not at all.
    static func append(_ event: AuditEvent, at moment: Moment, to connection: any SQLConnection) throws {
        // The update comes first: it takes the head's row lock on engines that let several writers in.
        try connection.execute("UPDATE audit_head SET sequence = sequence + 1 WHERE chain = 1")
        guard let head = try connection.first("SELECT sequence, digest FROM audit_head WHERE chain = 1") else {
            throw Refusal(.notFound, "the audit has no head: the database is not complete")
        }
        let sequence = head.int64(0)
        let digest = digest(of: event, sequence: sequence, at: moment, after: head.text(1))
        try connection.execute(
            """
            INSERT INTO audit (sequence, at, actor, origin, action, object_kind, object_id, patient_id, outcome, detail, digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(sequence), .integer(moment.milliseconds), .text(event.actor.name), .text(event.actor.origin),
                .text(event.action.rawValue), .text(event.objectKind), .text(event.objectID), SQLValue(event.patientID),
                .text(event.outcome.rawValue), SQLValue(event.detail), .text(digest),
            ])
        try connection.execute("UPDATE audit_head SET digest = ? WHERE chain = 1", [.text(digest)])
    }

    /// Walks the whole chain from its first row.
    static func verify(_ connection: any SQLConnection) throws -> AuditVerdict {
        var expected: Int64 = 1
        var digest = ""
        var broken: Int64?
        try connection.each("SELECT \(columns) FROM audit ORDER BY sequence", []) { row in
            let entry = AuditEntry(row)
            let recomputed = Self.digest(of: entry.event, sequence: expected, at: entry.at, after: digest)
            guard entry.sequence == expected, entry.digest == recomputed else {
                broken = expected
                return false
            }
            digest = entry.digest
            expected += 1
            return true
        }
        if let broken { return .broken(sequence: broken) }
        let head = try connection.first("SELECT sequence, digest FROM audit_head WHERE chain = 1")
        guard let head, head.int64(0) == expected - 1, head.text(1) == digest else { return .broken(sequence: expected) }
        return .intact(rows: expected - 1)
    }

    static let columns =
        "sequence, at, actor, origin, action, object_kind, object_id, patient_id, outcome, detail, digest"

    /// SHA-256 over length-prefixed fields, so that no two different rows spell the same bytes.
    private static func digest(of event: AuditEvent, sequence: Int64, at moment: Moment, after previous: String) -> String {
        let fields: [String?] = [
            previous, String(sequence), String(moment.milliseconds), event.actor.name, event.actor.origin,
            event.action.rawValue, event.objectKind, event.objectID, event.patientID, event.outcome.rawValue, event.detail,
        ]
        var hash = SHA256()
        for field in fields {
            hash.update(data: Data(field.map { "\($0.utf8.count):\($0)" }?.utf8 ?? "-".utf8))
        }
        return hash.finalize().hexadecimal
    }
}

extension AuditEntry {
    /// Reads a row that was selected with `AuditChain.columns`.
    init(_ row: SQLRow) {
        sequence = row.int64(0)
        at = Moment(milliseconds: row.int64(1))
        event = AuditEvent(
            AuditAction(rawValue: row.text(4)), by: Actor(name: row.text(2), origin: row.text(3)),
            on: row.text(5), row.text(6), patientID: row.optionalText(7),
            outcome: AuditEvent.Outcome(rawValue: row.text(8)) ?? .failed, detail: row.optionalText(9))
        digest = row.text(10)
    }
}
