/// One named, ordered step of a schema. Steps run once, each in its own transaction, and are never edited after release.
public struct Migration: Sendable {
    public let name: String
    let apply: @Sendable (any SQLConnection) throws -> Void

    public init(_ name: String, _ apply: @escaping @Sendable (any SQLConnection) throws -> Void) {
        self.name = name
        self.apply = apply
    }

    /// A step that is only SQL, one statement an entry.
    public init(_ name: String, sql statements: [String]) {
        self.init(name) { connection in
            for statement in statements { try connection.execute(statement) }
        }
    }
}

extension Database {
    /// Brings the tables of one area (`archive`, `accounts` …) to their newest shape.
    public func migrate(_ area: String, _ steps: [Migration]) throws {
        try write { connection in
            try connection.execute(
                "CREATE TABLE IF NOT EXISTS schema_step (area TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (area, name))")
        }
        for step in steps {
            try write { connection in
                let done = try connection.first("SELECT 1 FROM schema_step WHERE area = ? AND name = ?", [.text(area), .text(step.name)])
                guard done == nil else { return }
                try step.apply(connection)
                try connection.execute("INSERT INTO schema_step (area, name) VALUES (?, ?)", [.text(area), .text(step.name)])
            }
        }
    }
}
