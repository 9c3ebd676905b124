import DICOM
import Database

extension Archive {
    /// The `id` of the instance that was indexed last; 0 in an empty archive. It falls back where the index was made anew.
    public func newestInstance() throws -> Int64 {
        try read { try $0.first("SELECT MAX(id) FROM instance")?.int64(0) ?? 0 }
    }

    /// Instances of some classes in the order in which they were indexed, for services that take over what the archive receives.
    /// - Parameter range: of `id`s; the first is not part of it, the last is.
    public func instances(ofClasses classes: [String], after first: Int64, through last: Int64, limit: Int) throws -> [StoredInstance] {
        guard !classes.isEmpty else { return [] }
        let marks = repeatElement("?", count: classes.count).joined(separator: ", ")
        let condition = SQLCondition(
            sql: """
                instance.id IN (SELECT arrival.id FROM instance arrival JOIN series s ON s.id = arrival.series_id JOIN study t ON t.id = s.study_id
                WHERE t.trashed IS NULL AND arrival.id > ? AND arrival.id <= ? AND arrival.sop_class IN (\(marks))
                ORDER BY arrival.id LIMIT \(max(limit, 1)))
                """,
            arguments: [.integer(first), .integer(last)] + classes.map { .text($0) })
        return try read { try StoredInstance.select(where: condition, in: $0) }.sorted { $0.id < $1.id }
    }
}
