import DICOM
import Database
import Foundation
import Logging
import ObjectStore
import Synchronization

/// The DICOM archive of one data folder: takes objects in, finds them, gives them out, and keeps them whole.
///
/// Calls block their thread. Every instance may be used from any thread.
public final class Archive: Sendable {
    public let options: ArchiveOptions
    let log: Logger
    let store: any ObjectStore
    let database: Database
    let index: IndexWriter
    let documents: MetadataDocuments
    let opened = OpenedObjects()
    let remembered = RememberedSeries()
    /// Where DICOMweb was last asked for, so that documents written ahead carry links that work.
    let lastBase = Mutex<String?>(nil)
    private let housekeeping = Mutex<Housekeeping?>(nil)
    /// What start-up had to mend.
    public let reconciliation: RecoverySummary

    /// Opens the archive of a folder, making it where there is none, and brings its index in line with its objects.
    public static func open(_ options: ArchiveOptions, log: Logger) throws -> Archive {
        guard mkdir(options.folder, 0o700) == 0 || errno == EEXIST else {
            throw ArchiveError(.io, "cannot create \(options.folder): \(String(cString: strerror(errno)))")
        }
        return try Archive(options, log: log)
    }

    private init(_ options: ArchiveOptions, log: Logger) throws {
        self.options = options
        self.log = log
        store = try SegmentStore(folder: options.folder + "/objects", segmentLength: options.segmentLength)
        database = try Database.open(.sqlite(path: options.folder + "/index.sqlite"))
        try database.migrate("archive", Schema.steps)
        let documents = try MetadataDocuments(path: options.folder + "/documents.sqlite")
        self.documents = documents
        index = IndexWriter(database: database, store: store, log: log) { documents.markChanged($0) }
        guard options.access == .exclusive else {
            reconciliation = RecoverySummary()
            return
        }
        try Removals.carryOut(database, store)
        reconciliation = try Reconciliation(database: database, store: store, index: index, log: log).run()
    }

    /// A stream of objects from one sender.
    public func deposit(from origin: Deposit.Origin) throws(StoreRefusal) -> Deposit {
        precondition(options.access == .exclusive, "an archive opened for reading takes nothing in")
        return try Deposit(archive: self, origin: origin)
    }

    /// Begins what the archive does by itself: metadata documents ahead of their readers, compression by policy. A command that only
    /// looks something up does without.
    public func startHousekeeping() {
        housekeeping.withLock { running in
            guard running == nil else { return }
            running = Housekeeping(archive: self)
            running?.start()
        }
    }

    /// What compression at rest has done since the archive was opened.
    public var compressionSoFar: CompressionReport { housekeeping.withLock { $0?.compression } ?? CompressionReport() }

    /// Writes what is on its way and closes the files. Nothing may be called afterwards.
    public func close() throws {
        housekeeping.withLock { $0 }?.stop()
        index.stop()
        if options.access == .exclusive { try database.checkpoint() }
        try documents.close()
        try database.close()
    }

    /// Runs `body` on an index that holds everything acknowledged before the call.
    func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try index.flush()
        return try database.read(body)
    }
}

/// What the archive could not do, in a sentence for a person.
public struct ArchiveError: Error, CustomStringConvertible, Sendable {
    public enum Kind: Sendable {
        case notFound
        /// The object is there, and what is asked of it cannot be given (no pixels, no such frame, no decoder).
        case unsupported
        /// The stored bytes are not what they should be.
        case damaged
        case badRequest
        case io
    }

    public let kind: Kind
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { message }
}
