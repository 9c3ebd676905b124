import Database
import Foundation
import ObjectStore
import Synchronization

/// What re-reading the archive found.
public struct VerifyReport: Sendable {
    public struct Fault: Sendable {
        public let sopInstanceUID: String
        public let studyInstanceUID: String
        public let message: String
    }

    public var objects = 0
    public var bytes: Int64 = 0
    public var faults: [Fault] = []
    /// Objects kept aside, re-read too.
    public var aside = 0
}

extension Archive {
    /// Re-reads every object, the trash and those kept aside included, and compares it with its digest.
    /// - Parameter progress: told (done, total) now and then; returns false to stop.
    public func verify(progress: (Int, Int) -> Bool = { _, _ in true }) throws -> VerifyReport {
        var report = VerifyReport()
        let total = try read { try $0.first("SELECT (SELECT COUNT(*) FROM instance) + (SELECT COUNT(*) FROM aside)")?.int(0) ?? 0 }
        var last: Int64 = 0
        while true {
            let rows = try database.read { connection in
                try connection.query(
                    """
                    SELECT instance.id, instance.uid, study.uid, instance.segment, instance.position, instance.length, instance.digest
                    FROM instance JOIN series ON series.id = instance.series_id JOIN study ON study.id = series.study_id
                    WHERE instance.id > ? ORDER BY instance.id LIMIT 256
                    """, [.integer(last)])
            }
            guard let end = rows.last else { break }
            last = end.int64(0)
            check(rows, &report)
            guard progress(report.objects, total) else { return report }
        }
        let aside = try database.read { try $0.query("SELECT id, uid, '', segment, position, length, digest FROM aside") }
        check(aside, &report)
        report.aside = aside.count
        _ = progress(report.objects, total)
        return report
    }

    private func check(_ rows: [SQLRow], _ report: inout VerifyReport) {
        let faults = Mutex<[(Int, VerifyReport.Fault)]>([])
        DispatchQueue.concurrentPerform(iterations: rows.count) { position in
            let row = rows[position]
            let address = ObjectAddress(segment: row.int64(3), offset: row.int64(4), length: row.int64(5))
            let message: String?
            do { message = try store.read(address).hasDigest(row.blob(6)) ? nil : "its bytes no longer have their digest" } catch { message = "\(error)" }
            if let message {
                let fault = VerifyReport.Fault(sopInstanceUID: row.text(1), studyInstanceUID: row.text(2), message: message)
                faults.withLock { $0.append((position, fault)) }
            }
        }
        report.objects += rows.count
        report.bytes += rows.reduce(0) { $0 + $1.int64(5) }
        report.faults += faults.withLock { $0.sorted { $0.0 < $1.0 }.map(\.1) }
    }
}
