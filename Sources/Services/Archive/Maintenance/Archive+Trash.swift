import Database
import Foundation

/// A study that was deleted and can be restored.
public struct TrashedStudy: Sendable {
    public let studyInstanceUID: String
    public let patientName: String
    public let patientID: String
    public let studyDate: String
    public let description: String
    public let instances: Int
    public let bytes: Int64
    /// Milliseconds since 1970, UTC.
    public let trashed: Int64
}

/// What an emptied trash gave back.
public struct PurgeReport: Sendable {
    public var studies = 0
    public var instances = 0
    public var bytes: Int64 = 0
}

extension Archive {
    /// Takes a study out of every answer. Its objects stay until the trash is emptied.
    public func trash(study uid: String) throws { try setTrashed(uid, from: "IS NULL", to: Self.now) }

    /// Puts a study back. What arrived for it meanwhile had put it back already.
    public func restore(study uid: String) throws { try setTrashed(uid, from: "IS NOT NULL", to: nil) }

    private func setTrashed(_ uid: String, from state: String, to value: Int64?) throws {
        try index.flush()
        let changed = try database.write { connection in
            try connection.execute("UPDATE study SET trashed = ? WHERE uid = ? AND trashed \(state)", [SQLValue(value), .text(uid)])
            return connection.changes
        }
        remembered.forget()
        guard changed == 1 else {
            throw ArchiveError(.notFound, value == nil ? "no study \(uid) is in the trash" : "there is no study \(uid)")
        }
    }

    /// Newest deletion first.
    public func trashedStudies() throws -> [TrashedStudy] {
        try read { connection in
            try connection.query(
                """
                SELECT study.uid, person.name, study.patient_id, study.study_date, study.description, study.instance_count, study.bytes,
                    study.trashed FROM study JOIN person ON person.id = study.person_id WHERE study.trashed IS NOT NULL
                ORDER BY study.trashed DESC
                """)
        }.map { row in
            TrashedStudy(
                studyInstanceUID: row.text(0), patientName: row.text(1), patientID: row.text(2), studyDate: row.text(3),
                description: row.text(4), instances: row.int(5), bytes: row.int64(6), trashed: row.int64(7))
        }
    }

    /// Removes for good what was deleted before a moment.
    public func emptyTrash(deletedBefore moment: Date) throws -> PurgeReport {
        var report = PurgeReport()
        let limit = Int64(moment.timeIntervalSince1970 * 1000)
        let studies = try read { try $0.query("SELECT id FROM study WHERE trashed IS NOT NULL AND trashed < ?", [.integer(limit)]) }
        for study in studies.map({ $0.int64(0) }) { try purge(study, into: &report) }
        return report
    }

    private func purge(_ study: Int64, into report: inout PurgeReport) throws {
        let rows = try database.read { connection in
            try connection.query(
                """
                SELECT instance.segment, instance.position, instance.length, instance.id FROM instance
                JOIN series ON series.id = instance.series_id WHERE series.study_id = ?
                """, [.integer(study)])
        }
        let series = try database.read { try $0.query("SELECT id FROM series WHERE study_id = ?", [.integer(study)]) }.map { $0.int64(0) }
        try database.write { connection in
            for row in rows { try Removals.add(.init(segment: row.int64(0), offset: row.int64(1), length: row.int64(2)), to: connection) }
            try connection.execute("DELETE FROM instance WHERE series_id IN (SELECT id FROM series WHERE study_id = ?)", [.integer(study)])
            try connection.execute("DELETE FROM series WHERE study_id = ?", [.integer(study)])
            try connection.execute("DELETE FROM study WHERE id = ?", [.integer(study)])
        }
        try Removals.carryOut(database, store)
        report.bytes += rows.reduce(0) { $0 + $1.int64(2) }
        try documents.remove(series: series)
        remembered.forget()
        opened.forget(rows.map { $0.int64(3) })
        report.studies += 1
        report.instances += rows.count
    }

    /// Someone sends what lies in the trash: it is wanted again.
    func restoreIfTrashed(instance uid: String) throws {
        let row = try database.read { connection in
            try connection.first(
                """
                SELECT study.uid FROM instance JOIN series ON series.id = instance.series_id JOIN study ON study.id = series.study_id
                WHERE instance.uid_key = ? AND instance.uid = ? AND study.trashed IS NOT NULL
                """, [.integer(UIDKey.of(uid)), .text(uid)])
        }
        if let row { try restore(study: row.text(0)) }
    }

    static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
