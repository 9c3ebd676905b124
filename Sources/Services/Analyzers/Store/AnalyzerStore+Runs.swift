import Database

/// Why a run cannot be claimed or discarded.
public struct ClaimError: Error, Sendable, CustomStringConvertible {
    public let description: String
}

extension AnalyzerStore {
    private static let columns = """
        id, link_id, sample, kind, analysed_at, received_at, clock_error, number, message_id, priority, state, reason, order_id, alarms, patient, claimed_by
        """

    /// Runs in a state, or of a sample; newest first.
    public func runs(state: AnalyzerRun.State? = nil, sample: String? = nil, before: Int64? = nil, limit: Int = 50) throws -> [AnalyzerRun] {
        var conditions: [String] = []
        var arguments: [SQLValue] = []
        if let state {
            conditions.append("state = ?")
            arguments.append(.text(state.rawValue))
        }
        if let sample {
            conditions.append("sample = ?")
            arguments.append(.text(sample))
        }
        if let before {
            conditions.append("id < ?")
            arguments.append(.integer(before))
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        arguments.append(.integer(min(max(limit, 1), 500)))
        return try database.read { connection in
            try connection.query("SELECT \(Self.columns) FROM run \(condition) ORDER BY id DESC LIMIT ?", arguments).map { row in
                AnalyzerRun(row, observations: try Self.observations(of: row.int64(0), connection))
            }
        }
    }

    /// One run.
    public func run(_ id: Int64) throws -> AnalyzerRun? {
        try database.read { connection in
            try connection.first("SELECT \(Self.columns) FROM run WHERE id = ?", [.integer(id)]).map { row in
                AnalyzerRun(row, observations: try Self.observations(of: id, connection))
            }
        }
    }

    private static func observations(of run: Int64, _ connection: any SQLConnection) throws -> [AnalyzerRun.Observation] {
        try connection.query(
            """
            SELECT code, name, value, unit, flags, normal_range, comments, analyte, loinc, read_value, read_unit, meaning, hold
            FROM observation WHERE run_id = ? ORDER BY position
            """, [.integer(run)]
        ).map { row in
            AnalyzerRun.Observation(
                code: row.text(0), name: row.text(1), value: row.text(2), unit: row.text(3), flags: row.text(4), range: row.text(5),
                comments: JSONText.read(row.text(6), as: [String].self) ?? [], analyte: row.optionalText(7), loinc: row.optionalText(8),
                readValue: row.optionalText(9), readUnit: row.optionalText(10), meaning: row.text(11), hold: row.optionalText(12))
        }
    }

    /// Says to which sample a waiting run belongs. The instrument's own number stays in the raw message.
    public func claim(_ run: Int64, sample: String, by person: String, at time: Int64) throws {
        guard !sample.trimmed.isEmpty else { throw ClaimError(description: "to which sample does it belong?") }
        try decide(run) { connection in
            let order = try connection.first("SELECT id FROM work_order WHERE sample = ? AND state <> 'cancelled' ORDER BY id DESC LIMIT 1", [.text(sample.trimmed)])
            try connection.execute(
                """
                UPDATE run SET state = 'claimed', sample = ?, order_id = ?, claimed_by = ?, claimed_at = ?,
                  variant = (SELECT COUNT(*) FROM run AS other WHERE other.link_id = run.link_id AND other.sample = ? AND other.kind = run.kind
                    AND other.analysed_at = run.analysed_at AND other.id <> run.id)
                WHERE id = ?
                """,
                [.text(sample.trimmed), SQLValue(order?.int64(0)), .text(person), .integer(time), .text(sample.trimmed), .integer(run)])
        }
    }

    /// Says that a waiting run is nobody's. It is kept.
    public func discard(_ run: Int64, by person: String, at time: Int64) throws {
        try decide(run) {
            try $0.execute("UPDATE run SET state = 'discarded', claimed_by = ?, claimed_at = ? WHERE id = ?", [.text(person), .integer(time), .integer(run)])
        }
    }

    private func decide(_ run: Int64, _ body: (any SQLConnection) throws -> Void) throws {
        try database.write { connection in
            guard let row = try connection.first("SELECT state FROM run WHERE id = ?", [.integer(run)]) else {
                throw ClaimError(description: "there is no run \(run)")
            }
            guard row.text(0) == AnalyzerRun.State.waiting.rawValue else { throw ClaimError(description: "run \(run) is \(row.text(0)) already") }
            try body(connection)
        }
    }
}

extension AnalyzerRun {
    fileprivate init(_ row: SQLRow, observations: [Observation]) {
        self.init(
            id: row.int64(0), link: row.text(1), sample: row.text(2), kind: row.text(3), analysedAt: row.text(4).hasPrefix("#") ? "" : row.text(4),
            receivedAt: row.int64(5), clockError: row.int64(6), number: row.int(7), message: row.int64(8), priority: row.text(9), state: row.text(10),
            reason: row.optionalText(11), order: row.isNull(12) ? nil : row.int64(12), alarms: JSONText.read(row.text(13), as: [String].self) ?? [],
            patient: JSONText.read(row.text(14), as: AnalyzerMessage.Patient.self) ?? .init(), claimedBy: row.optionalText(15),
            observations: observations)
    }
}
