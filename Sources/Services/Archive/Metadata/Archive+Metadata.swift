import DICOM
import Database
import Foundation
import Synchronization

extension Archive {
    /// Metadata of all instances of a series, from the kept document where it is current.
    /// - Parameter base: where DICOMweb is served, for the links to bulk data: `http://host:8042/dicom-web`.
    /// - Returns: nil where there is no such series.
    public func metadata(series: String, study: String, base: String) throws -> MetadataDocument? {
        let found = try read { connection in
            try connection.first(
                """
                SELECT series.id, series.changed, series.instance_count FROM series JOIN study ON study.id = series.study_id
                WHERE series.uid = ? AND study.uid = ? AND study.trashed IS NULL
                """, [.text(series), .text(study)])
        }
        guard let row = found else { return nil }
        lastBase.withLock { $0 = base }
        let version = "\(row.int64(1))-\(row.int(2))"
        if let kept = try documents.document(series: row.int64(0), version: version, base: base) { return kept }
        let document = try writeDocument(.series(series, of: study), base: base)
        try documents.keep(document, series: row.int64(0), version: version, base: base)
        return document
    }

    /// Metadata of one instance: a JSON array with one object.
    public func metadata(_ instance: StoredInstance, base: String) throws -> [UInt8] {
        try Self.array([json(of: instance, base: base)])
    }

    /// Writes ahead the documents of series that have been still for a while. Returns how many.
    func writeStableDocuments() -> Int {
        guard let base = lastBase.withLock({ $0 }) else { return 0 }
        var written = 0
        for id in documents.takeStable(after: options.stableAfter) {
            let uids = try? read { connection in
                try connection.first(
                    "SELECT series.uid, study.uid FROM series JOIN study ON study.id = series.study_id WHERE series.id = ? AND study.trashed IS NULL",
                    [.integer(id)])
            }
            guard let row = uids ?? nil else { continue }
            do {
                if try metadata(series: row.text(0), study: row.text(1), base: base) != nil { written += 1 }
            } catch {
                log.warning("a metadata document cannot be written", metadata: ["series": "\(row.text(0))", "error": "\(error)"])
            }
        }
        return written
    }

    private func writeDocument(_ scope: ArchiveScope, base: String) throws -> MetadataDocument {
        let instances = try instances(in: scope)
        let parts = Mutex([[UInt8]](repeating: [], count: instances.count))
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: instances.count) { position in
            do {
                let object = try self.json(of: instances[position], base: base)
                parts.withLock { $0[position] = object }
            } catch { failure.withLock { $0 = error } }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        let whole = Self.array(parts.withLock { $0 })
        return MetadataDocument(gzip: Gzip.compress(whole), length: whole.count)
    }

    private func json(of instance: StoredInstance, base: String) throws -> [UInt8] {
        let link = "\(base)/studies/\(instance.studyInstanceUID)/series/\(instance.seriesInstanceUID)/instances/\(instance.sopInstanceUID)/bulkdata/"
        // Not through the cache of opened objects: a series of thousands would push out what is being looked at.
        let object = StoredObject(instance, dataSet: try store.read(instance.address))
        let header = try object.header()
        let json = header.json { path in link + path.description }
        // What stands behind encapsulated pixels could be found only by walking all their fragments.
        guard let pixels = header.pixelData, !pixels.isEncapsulated, let trailer = try? object.trailer(), !trailer.isEmpty else { return json }
        return json.dropLast() + [UInt8(ascii: ",")] + trailer.json { path in link + path.description }.dropFirst()
    }

    private static func array(_ objects: [[UInt8]]) -> [UInt8] {
        var json: [UInt8] = [UInt8(ascii: "[")]
        json.reserveCapacity(objects.reduce(2) { $0 + $1.count + 1 })
        for (position, object) in objects.enumerated() {
            if position > 0 { json.append(UInt8(ascii: ",")) }
            json.append(contentsOf: object)
        }
        json.append(UInt8(ascii: "]"))
        return json
    }
}
