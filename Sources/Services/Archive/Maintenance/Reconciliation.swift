import DICOM
import Database
import Logging
import ObjectStore

/// Brings the index in line with the objects when the archive opens: what a killed process had stored and acknowledged, but not yet
/// indexed, is indexed now.
struct Reconciliation {
    let database: Database
    let store: any ObjectStore
    let index: IndexWriter
    let log: Logger

    func run() throws -> RecoverySummary {
        let indexed = try database.read { connection in
            try connection.query("SELECT number, indexed_to FROM segment")
        }
        let known = Dictionary(uniqueKeysWithValues: indexed.map { ($0.int64(0), $0.int64(1)) })
        let summary = try store.recover(indexed: known) { object in
            guard let entry = entry(for: object) else { return }
            index.enqueue(entry)
        }
        try index.flush()
        if summary.recovered > 0 { log.notice("indexed objects of an interrupted run", metadata: ["objects": "\(summary.recovered)"]) }
        for address in summary.damaged {
            log.error("a stored object no longer has its digest", metadata: ["segment": "\(address.segment)", "offset": "\(address.offset)"])
        }
        return summary
    }

    private func entry(for object: RecoveredObject) -> IndexEntry? {
        do {
            guard let note = StorageNote(object.record.note) else { throw ArchiveError(.damaged, "its note cannot be read") }
            let header = try object.bytes.withUnsafeBytes {
                try Header.read($0, TransferSyntax(uid: note.transferSyntax), charset: note.charset)
            }
            return IndexEntry(
                summary: try InstanceSummary(header), address: object.address, note: note, digest: object.record.digest,
                received: object.record.received)
        } catch {
            log.error(
                "an object cannot be indexed",
                metadata: ["segment": "\(object.address.segment)", "offset": "\(object.address.offset)", "error": "\(error)"])
            return nil
        }
    }
}
