import Database

/// One row of the list of messages.
public struct MessageSummary: Sendable, Codable {
    public let id: Int64
    public let link: String
    public let isOutgoing: Bool
    public let receivedAt: Int64
    /// How often the same bytes came.
    public let copies: Int
    public let language: String
    public let profile: String
    public let state: String
    public let kind: String
    public let sample: String
    public let summary: String
    public let fault: String?
    public let attempts: Int
    public let size: Int
}

/// What is looked for among messages.
public struct MessageQuery: Sendable {
    /// A part of a sample's number, name, sender, control id or code.
    public var text = ""
    public var link = ""
    public var state = ""
    /// Only messages before this one: the next page.
    public var before: Int64?
    public var limit = 50

    public init() {}
}

extension AnalyzerStore {
    /// Newest first.
    public func messages(_ query: MessageQuery) throws -> [MessageSummary] {
        var conditions: [String] = []
        var arguments: [SQLValue] = []
        if !query.link.isEmpty {
            conditions.append("link_id = ?")
            arguments.append(.text(query.link))
        }
        if !query.state.isEmpty {
            conditions.append("state = ?")
            arguments.append(.text(query.state))
        }
        if !query.text.isEmpty {
            conditions.append("(sample = ? OR summary LIKE ? ESCAPE '!')")
            let pattern = query.text.flatMap { "%_!".contains($0) ? "!\($0)" : String($0) }
            arguments += [.text(query.text), .text("%\(String(pattern))%")]
        }
        if let before = query.before {
            conditions.append("id < ?")
            arguments.append(.integer(before))
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        arguments.append(.integer(min(max(query.limit, 1), 500)))
        return try database.read {
            try $0.query(
                """
                SELECT id, link_id, outgoing, received_at, copies, language, profile, state, kind, sample, summary, fault, attempts, size
                FROM message \(condition) ORDER BY id DESC LIMIT ?
                """, arguments
            ).map(MessageSummary.init)
        }
    }

    /// The bytes of a message as they came, and what they are.
    public func raw(_ id: Int64) throws -> (summary: MessageSummary, bytes: [UInt8])? {
        try database.read {
            try $0.first(
                """
                SELECT id, link_id, outgoing, received_at, copies, language, profile, state, kind, sample, summary, fault, attempts, size, bytes
                FROM message WHERE id = ?
                """, [.integer(id)]
            ).map { (MessageSummary($0), $0.blob(14)) }
        }
    }

    /// Messages by state, for the links' overview.
    public func counts() throws -> [String: Int] {
        let rows = try database.read { try $0.query("SELECT state, COUNT(*) FROM message GROUP BY state") }
        return Dictionary(rows.map { ($0.text(0), $0.int(1)) }, uniquingKeysWith: +)
    }
}

extension MessageSummary {
    fileprivate init(_ row: SQLRow) {
        self.init(
            id: row.int64(0), link: row.text(1), isOutgoing: row.int(2) != 0, receivedAt: row.int64(3), copies: row.int(4), language: row.text(5),
            profile: row.text(6), state: row.text(7), kind: row.text(8), sample: row.text(9), summary: row.text(10), fault: row.optionalText(11),
            attempts: row.int(12), size: row.int(13))
    }
}
