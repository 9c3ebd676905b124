import Database
import Foundation
import Synchronization

/// A series' metadata as DICOM JSON (PS3.18 F), kept compressed so that opening a study costs one read.
public struct MetadataDocument: Sendable {
    /// A JSON array with one object an instance, gzip.
    public let gzip: [UInt8]
    /// Length of the JSON, in bytes.
    public let length: Int

    public func json() throws -> [UInt8] { try Gzip.decompress(gzip, length: length) }
}

/// Kept documents. They are a cache: the file may be deleted at any time.
final class MetadataDocuments: Sendable {
    private let database: Database
    private let waiting = Mutex<[Int64: Date]>([:])

    init(path: String) throws {
        database = try Database.open(.sqlite(path: path))
        try database.migrate(
            "documents",
            [
                Migration(
                    "documents",
                    sql: [
                        """
                        CREATE TABLE document (series_id INTEGER PRIMARY KEY, version TEXT NOT NULL, base TEXT NOT NULL,
                            length INTEGER NOT NULL, gzip BLOB NOT NULL)
                        """
                    ])
            ])
    }

    /// The document of a series, if it is of this version and its links begin with `base`.
    func document(series: Int64, version: String, base: String) throws -> MetadataDocument? {
        try database.read { connection in
            try connection.first(
                "SELECT length, gzip FROM document WHERE series_id = ? AND version = ? AND base = ?",
                [.integer(series), .text(version), .text(base)])
        }.map { MetadataDocument(gzip: $0.blob(1), length: $0.int(0)) }
    }

    func keep(_ document: MetadataDocument, series: Int64, version: String, base: String) throws {
        try database.write { connection in
            try connection.execute(
                """
                INSERT INTO document (series_id, version, base, length, gzip) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (series_id) DO UPDATE SET version = excluded.version, base = excluded.base, length = excluded.length, gzip = excluded.gzip
                """,
                [.integer(series), .text(version), .text(base), .integer(document.length), .blob(document.gzip)])
        }
    }

    func remove(series: [Int64]) throws {
        try database.write { connection in
            for id in series { try connection.execute("DELETE FROM document WHERE series_id = ?", [.integer(id)]) }
        }
    }

    /// Notes that series have new instances.
    func markChanged(_ series: Set<Int64>) {
        let now = Date()
        waiting.withLock { waiting in for id in series { waiting[id] = now } }
    }

    /// Takes the series that have been still for so long.
    func takeStable(after seconds: Double) -> [Int64] {
        let limit = Date(timeIntervalSinceNow: -seconds)
        return waiting.withLock { waiting in
            let stable = waiting.filter { $0.value < limit }.map(\.key)
            for id in stable { waiting[id] = nil }
            return stable.sorted()
        }
    }

    func close() throws { try database.close() }
}
