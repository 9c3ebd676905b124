import Database
import Foundation
import Runtime

/// What readers drew on studies. A study has one list of shapes with a revision that counts up: whoever saves says which
/// revision was before their eyes, so that two readers never wipe out each other's work. Earlier revisions are kept.
public struct ReadingNotes: Sendable {
    struct Revision: Codable, Sendable, Equatable {
        /// 0 for a study that nothing was drawn on.
        let revision: Int
        let annotations: [Shape]
    }

    enum Saving: Sendable {
        case saved(Revision)
        /// Someone else was first; this is what they left.
        case outdated(Revision)
    }

    private let database: Database
    private let audit: AuditTrail

    /// While one reader goes on within this time, the revision is replaced rather than followed: drawing saves itself at every step.
    private static let sitting: Int64 = 10 * 60 * 1000

    static let steps = [
        Migration(
            "notes",
            sql: [
                """
                CREATE TABLE reading_note (
                  study TEXT NOT NULL, revision INTEGER NOT NULL, author TEXT NOT NULL, begun_at BIGINT NOT NULL,
                  saved_at BIGINT NOT NULL, shapes TEXT NOT NULL, PRIMARY KEY (study, revision))
                """,
                "CREATE TABLE reading_choice (account TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (account, name))",
            ])
    ]

    public init(database: Database, audit: AuditTrail) throws {
        try database.migrate("reading", Self.steps)
        self.database = database
        self.audit = audit
    }

    func shapes(of study: String) throws -> Revision {
        try database.read { try latest(of: study, on: $0)?.revision ?? Revision(revision: 0, annotations: []) }
    }

    /// Saves where nobody saved since `seen`; shapes that are new or changed get the actor's name.
    func save(_ shapes: [Shape], of study: String, after seen: Int, by actor: Actor) throws -> Saving {
        guard shapes.count <= Shape.mostShapes, shapes.allSatisfy(\.isBounded) else {
            throw Refusal(.invalid(field: "annotations"), "at most \(Shape.mostShapes) annotations of at most \(Shape.mostPoints) points")
        }
        return try database.write { connection in
            let before = try latest(of: study, on: connection)
            let current = before?.revision ?? Revision(revision: 0, annotations: [])
            guard current.revision == seen else { return .outdated(current) }
            let known = Dictionary(current.annotations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let signed = shapes.map { shape in
                var shape = shape
                let earlier = known[shape.id]
                shape.author = earlier?.points == shape.points && earlier?.text == shape.text ? earlier?.author ?? actor.name : actor.name
                return shape
            }
            let saved = Revision(revision: current.revision + 1, annotations: signed)
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            var begun = now
            if let before, before.author == actor.name, now - before.begun < Self.sitting {
                begun = before.begun
                try connection.execute(
                    "DELETE FROM reading_note WHERE study = ? AND revision = ?", [.text(study), .integer(before.revision.revision)])
            }
            try connection.execute(
                "INSERT INTO reading_note (study, revision, author, begun_at, saved_at, shapes) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .text(study), .integer(saved.revision), .text(actor.name), .integer(begun), .integer(now),
                    .text(String(decoding: try JSONEncoder().encode(signed), as: UTF8.self)),
                ])
            try audit.append(
                AuditEvent("annotation.save", by: actor, on: "study", study, detail: "\(signed.count) annotations"), to: connection)
            return .saved(saved)
        }
    }

    /// What an account chose for itself, as the JSON text that was saved; nil where it chose nothing.
    func choice(_ name: String, of account: String) throws -> String? {
        try database.read {
            try $0.first("SELECT content FROM reading_choice WHERE account = ? AND name = ?", [.text(account), .text(name)])?.text(0)
        }
    }

    func choose(_ content: String, for name: String, of account: String) throws {
        try database.write { connection in
            try connection.execute("DELETE FROM reading_choice WHERE account = ? AND name = ?", [.text(account), .text(name)])
            try connection.execute(
                "INSERT INTO reading_choice (account, name, content) VALUES (?, ?, ?)", [.text(account), .text(name), .text(content)])
        }
    }

    private func latest(of study: String, on connection: any SQLConnection) throws -> (revision: Revision, author: String, begun: Int64)? {
        let row = try connection.first(
            "SELECT revision, author, begun_at, shapes FROM reading_note WHERE study = ? ORDER BY revision DESC LIMIT 1", [.text(study)])
        return try row.map { row in
            let shapes = try JSONDecoder().decode([Shape].self, from: Data(row.text(3).utf8))
            return (Revision(revision: row.int(0), annotations: shapes), row.text(1), Int64(row.int(2)))
        }
    }
}
