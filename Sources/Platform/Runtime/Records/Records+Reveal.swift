internal import Database

extension Records {
    /// Shows a masked record whole to someone whom no policy lets see it so, for a reason that stays in the audit
    /// (GB/T 35273-2020: the purpose of each use of personal information is known).
    public func reveal(_ entity: String, _ id: Int64, reason: String, for viewer: Viewer) throws -> (row: Row, titles: Titles) {
        let table = try table(entity)
        guard (4...500).contains(reason.count) else {
            throw RecordRefusal.invalid([Objection("请写明查看原因（4 至 500 字）", "say why, in 4 to 500 characters", field: "reason")])
        }
        return try database.write { connection in
            let row = try visible(table, id, viewer, connection)
            try audit.append(
                AuditEvent(
                    AuditAction(rawValue: "\(entity).reveal"), by: viewer.actor, on: entity, String(id),
                    patientID: entity == "patient" ? String(id) : nil, detail: reason), to: connection)
            return (row, try titles(for: [row], of: table.shape, viewer, connection))
        }
    }
}
