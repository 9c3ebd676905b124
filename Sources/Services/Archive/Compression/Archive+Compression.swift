import DICOM
import Database
import Foundation

extension Archive {
    /// Compresses objects that the policies name, oldest first.
    /// - Parameter limit: how many objects to look at; nil for all.
    public func compress(
        by policies: [CompressionPolicy], limit: Int? = nil, progress: (CompressionReport) -> Bool = { _ in true }
    ) throws -> CompressionReport {
        var report = CompressionReport()
        let start = Date()
        for (position, policy) in policies.enumerated() {
            var last: Int64 = 0
            while true {
                let room = limit.map { $0 - report.objects - report.skipped } ?? 64
                let instances = room <= 0 ? [] : try candidates(for: policy, before: policies[..<position], after: last, limit: min(64, room))
                guard let end = instances.last?.id else { break }
                last = end
                for instance in instances {
                    if let length = try Compressor(archive: self, method: policy.method).compress(instance) {
                        report.objects += 1
                        report.bytesBefore += Int64(instance.length)
                        report.bytesAfter += length
                    } else {
                        report.skipped += 1
                        try markIncompressible(instance)
                    }
                    report.seconds = Date().timeIntervalSince(start)
                    guard progress(report) else { return report }
                }
            }
        }
        return report
    }

    /// Gives back the space of objects that were replaced. Called when no reader can still hold them.
    func finishRemovals() throws { try Removals.carryOut(database, store) }

    private func candidates(
        for policy: CompressionPolicy, before earlier: ArraySlice<CompressionPolicy>, after id: Int64, limit: Int
    ) throws -> [StoredInstance] {
        let native: [TransferSyntax] = [.implicitVRLittleEndian, .explicitVRLittleEndian, .explicitVRBigEndian]
        var conditions = [
            SQLCondition.any(native.map { SQLCondition(sql: "instance.transfer_syntax = ?", arguments: [.text($0.uid)]) }),
            SQLCondition(sql: "instance.id > ? AND instance.original_length IS NULL AND instance.pixel_rows IS NOT NULL", arguments: [.integer(id)]),
            SQLCondition(sql: "instance.received < ?", arguments: [.integer(Self.now - Int64(policy.olderThanDays * 86_400_000))]),
        ]
        if let modality = policy.modality { conditions.append(SQLCondition(sql: "series.modality = ?", arguments: [.text(modality)])) }
        // An earlier policy for a modality decides for it, even if its age is not reached.
        for modality in earlier.compactMap(\.modality) { conditions.append(SQLCondition(sql: "series.modality <> ?", arguments: [.text(modality)])) }
        let condition = conditions.map(\.sql).joined(separator: " AND ")
        return try read { connection in
            try connection.query(
                """
                SELECT \(StoredInstance.columnsSQL) FROM instance JOIN series ON series.id = instance.series_id
                JOIN study ON study.id = series.study_id WHERE \(condition) ORDER BY instance.id LIMIT \(limit)
                """, conditions.flatMap(\.arguments)).map(StoredInstance.init)
        }
    }

    /// An object that gains nothing is not tried again.
    private func markIncompressible(_ instance: StoredInstance) throws {
        try database.write { connection in
            try connection.execute("UPDATE instance SET original_length = length WHERE id = ?", [.integer(instance.id)])
        }
    }
}
