import Database

/// One line of a link's log. What happens again and again is one line with a count.
public struct LinkEntry: Sendable, Codable {
    public let at: Int64
    public let times: Int
    public let text: String
}

extension AnalyzerStore {
    public func links() throws -> [AnalyzerLink] {
        try database.read { try $0.query("SELECT settings FROM link ORDER BY id").compactMap { JSONText.read($0.text(0), as: AnalyzerLink.self) } }
    }

    /// Adds a link, or replaces the one of the same id.
    public func save(_ link: AnalyzerLink, at time: Int64) throws {
        try database.write {
            try $0.execute("DELETE FROM link WHERE id = ?", [.text(link.id)])
            try $0.execute("INSERT INTO link (id, settings, changed_at) VALUES (?, ?, ?)", [.text(link.id), .text(JSONText.of(link)), .integer(time)])
        }
    }

    /// - Returns: whether there was one. What came over it stays.
    public func removeLink(_ id: String) throws -> Bool {
        try database.write {
            try $0.execute("DELETE FROM link WHERE id = ?", [.text(id)])
            return $0.changes > 0
        }
    }

    /// The laboratory's own profiles; one of a shipped profile's id takes its place.
    public func profiles() throws -> [InstrumentProfile] {
        try database.read { try $0.query("SELECT json FROM profile ORDER BY id").compactMap { try? InstrumentProfile(json: Array($0.text(0).utf8)) } }
    }

    public func save(_ profile: InstrumentProfile, at time: Int64) throws {
        let json = String(decoding: profile.json, as: UTF8.self)
        try database.write {
            try $0.execute("DELETE FROM profile WHERE id = ?", [.text(profile.id)])
            try $0.execute("INSERT INTO profile (id, json, changed_at) VALUES (?, ?, ?)", [.text(profile.id), .text(json), .integer(time)])
        }
    }

    public func removeProfile(_ id: String) throws -> Bool {
        try database.write {
            try $0.execute("DELETE FROM profile WHERE id = ?", [.text(id)])
            return $0.changes > 0
        }
    }

    /// Writes entries into links' logs.
    func note(_ entries: [(link: String, entry: LinkEntry)]) throws {
        try database.write { connection in
            for (link, entry) in entries {
                try connection.execute(
                    "INSERT INTO link_entry (id, link_id, at, times, text) VALUES (?, ?, ?, ?, ?)",
                    [.integer(try connection.nextID(of: "link_entry")), .text(link), .integer(entry.at), .integer(entry.times), .text(entry.text)])
            }
        }
    }

    /// The log of a link, newest first.
    public func entries(of link: String, limit: Int = 200) throws -> [LinkEntry] {
        try database.read {
            try $0.query("SELECT at, times, text FROM link_entry WHERE link_id = ? ORDER BY id DESC LIMIT ?", [.text(link), .integer(limit)])
                .map { LinkEntry(at: $0.int64(0), times: $0.int(1), text: $0.text(2)) }
        }
    }
}
