import Database
import TextCoding

extension RecordingStore {
    public func recording(_ id: Int64) throws -> StoredRecording? {
        try database.read { try $0.first("SELECT \(RecordingSchema.columns) FROM recording WHERE id = ?", [.integer(id)]) }.map { StoredRecording($0) }
    }

    func recording(digest: String) throws -> StoredRecording? {
        try database.read { try $0.first("SELECT \(RecordingSchema.columns) FROM recording WHERE digest = ?", [.text(digest)]) }.map { StoredRecording($0) }
    }

    /// One page of the list. Critical recordings come before all others whatever the order.
    public func find(_ query: RecordingQuery) throws -> RecordingPage {
        var conditions = ["1 = 1"]
        var arguments: [SQLValue] = []
        for word in NameForms.fold(query.search).split(separator: " ") {
            conditions.append("words LIKE ? ESCAPE '!'")
            arguments.append(.text("%\(Self.escaped(word))%"))
        }
        if let from = query.from {
            conditions.append("recorded_at >= ?")
            arguments.append(.text(from))
        }
        if let to = query.to {
            conditions.append("recorded_at <= ?")
            arguments.append(.text(to + "T99"))
        }
        if let triage = query.triage {
            conditions.append("triage = ?")
            arguments.append(.text(triage))
        }
        let condition = conditions.joined(separator: " AND ")
        let direction = query.isDescending ? "DESC" : "ASC"
        let column = Self.column(of: query.order)
        // Rows without a value come last, in either engine and direction.
        let order = "CASE WHEN triage = 'critical' THEN 0 ELSE 1 END, CASE WHEN \(column) IS NULL THEN 1 ELSE 0 END, \(column) \(direction), id \(direction)"
        return try database.read { connection in
            let total = try connection.first("SELECT COUNT(*) FROM recording WHERE \(condition)", arguments)?.int(0) ?? 0
            let rows = try connection.query(
                "SELECT \(RecordingSchema.columns) FROM recording WHERE \(condition) ORDER BY \(order) LIMIT ? OFFSET ?",
                arguments + [.integer(min(max(query.limit, 1), 500)), .integer(max(query.offset, 0))])
            return RecordingPage(total: total, recordings: rows.map { StoredRecording($0) })
        }
    }

    private static func column(of order: RecordingQuery.Order) -> String {
        switch order {
        case .receivedAt: "received_at"
        case .recordedAt: "recorded_at"
        case .patientName: "patient_name"
        case .heartRate: "heart_rate"
        }
    }

    private static func escaped(_ word: Substring) -> String {
        String(word).replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
    }

    /// How far a way in has come that looks for new things, such as the archive's objects.
    public func mark(_ name: String) throws -> Int64 {
        try database.read { try $0.first("SELECT position FROM recording_mark WHERE name = ?", [.text(name)]) }?.int64(0) ?? 0
    }

    public func setMark(_ name: String, to position: Int64) throws {
        try database.write { connection in
            try connection.execute("DELETE FROM recording_mark WHERE name = ?", [.text(name)])
            try connection.execute("INSERT INTO recording_mark (name, position) VALUES (?, ?)", [.text(name), .integer(position)])
        }
    }
}
