public import Database
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// The folder that holds everything of one archive: the database, the objects, what the processes share. Only its owner
/// may look into it.
public struct DataFolder: Sendable {
    public let path: String

    public var database: String { path + "/yigong.db" }
    /// Where the object store keeps the images.
    public var objects: String { path + "/objects" }
    /// What sealed fields are encrypted with. A backup of the database is worth nothing without it, and the other way round.
    var identityKey: String { path + "/identity.key" }
    var accessGeneration: String { path + "/access-generation" }
    private var lock: String { path + "/lock" }

    /// Opens the folder, making it (mode 0700) where it is not there.
    /// - Throws: `Refusal` where it cannot be made, or is open to other users and cannot be closed to them.
    public init(path: String) throws {
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        self.path = absolute
        do {
            try FileManager.default.createDirectory(
                atPath: absolute, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: absolute)
        } catch {
            throw Refusal(.invalid(field: "data"), "the data folder \(absolute) cannot be used: \(error.localizedDescription)")
        }
    }

    /// Opens the database of this folder: the PostgreSQL server that `YIGONG_DATABASE` names, else the file beside the objects.
    public func openDatabase() throws -> Database {
        let named = ProcessInfo.processInfo.environment["YIGONG_DATABASE"].flatMap { $0.isEmpty ? nil : $0 }
        return try Database.open(DatabaseURL(named ?? database))
    }

    /// Whether an archive lives here already.
    public var isInhabited: Bool { [database, objects].contains(where: FileManager.default.fileExists(atPath:)) }

    /// Takes the folder for one server; the lock goes with the process, however that ends.
    /// - Throws: `Refusal` where another server has it.
    public func takeLock() throws -> DataFolderLock {
        let descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Refusal(.invalid(field: "data"), "\(lock) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Refusal(.conflict, "another yigong serve uses the data folder \(path)")
        }
        return DataFolderLock(descriptor: descriptor)
    }
}

/// Held as long as this lives.
public final class DataFolderLock: Sendable {
    private let descriptor: Int32

    fileprivate init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}
