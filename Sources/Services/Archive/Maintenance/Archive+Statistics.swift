import Database

/// How much the archive holds.
public struct ArchiveStatistics: Sendable, Equatable {
    public let studies: Int
    public let series: Int
    public let instances: Int
    /// Of the stored data sets, compressed where they are.
    public let bytes: Int64
    /// Room left on the medium, in bytes.
    public let freeBytes: Int64
    /// Objects kept aside because another one has their UID.
    public let conflicts: Int
    /// Objects kept aside because their sender is not known.
    public let quarantined: Int
    public let trashedStudies: Int
}

extension Archive {
    /// Counts what can be seen, what lies in the trash, and what is kept aside.
    public func statistics() throws -> ArchiveStatistics {
        try read { connection in
            func row(_ sql: String) throws -> SQLRow? { try connection.first(sql) }
            let seen = try row(
                """
                SELECT COUNT(*), COALESCE(SUM(series_count), 0), COALESCE(SUM(instance_count), 0), COALESCE(SUM(bytes), 0)
                FROM study WHERE trashed IS NULL
                """)
            func aside(_ reason: StorageNote.Standing) throws -> Int {
                try connection.first("SELECT COUNT(*) FROM aside WHERE reason = ?", [.text(reason.rawValue)])?.int(0) ?? 0
            }
            return ArchiveStatistics(
                studies: seen?.int(0) ?? 0, series: seen?.int(1) ?? 0, instances: seen?.int(2) ?? 0, bytes: seen?.int64(3) ?? 0,
                freeBytes: store.freeSpace(), conflicts: try aside(.conflict), quarantined: try aside(.quarantine),
                trashedStudies: try row("SELECT COUNT(*) FROM study WHERE trashed IS NOT NULL")?.int(0) ?? 0)
        }
    }
}
