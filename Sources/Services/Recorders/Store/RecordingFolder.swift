import Crypto
import Foundation
import Glibc

/// The files of recordings, exactly as they came, each under its digest; beside it a note of what it is. Both are on the disk before
/// anyone is told that they are kept, so that the database can be made anew from them.
struct RecordingFolder: Sendable {
    /// What the folder knows of a file.
    struct Note: Codable, Sendable {
        var name: String
        var origin: String
        /// Milliseconds since 1970, UTC.
        var receivedAt: Int64
        /// What the way in says of the patient, where the file itself may not.
        var sender: SenderFacts
        /// Files that belong to it, by their names: digests.
        var companions: [String: String]
        /// Of a report: the digest of the recording it belongs to.
        var reportOf: String?
    }

    private let path: String

    init(path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    func bytes(_ digest: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: place(digest)))) }

    func note(_ digest: String) throws -> Note {
        try JSONDecoder().decode(Note.self, from: Data(contentsOf: URL(fileURLWithPath: place(digest) + ".note")))
    }

    /// Keeps bytes; those that are here already stay.
    func keep(_ bytes: [UInt8]) throws -> String {
        let digest = Self.digest(bytes)
        if !FileManager.default.fileExists(atPath: place(digest)) { try write(bytes, to: place(digest)) }
        return digest
    }

    /// Written after the bytes it speaks of.
    func write(_ note: Note, of digest: String) throws { try write([UInt8](JSONEncoder().encode(note)), to: place(digest) + ".note") }

    /// The digests of everything that has a note.
    func digests() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path).filter { $0.hasSuffix(".note") }.map { String($0.dropFirst(3).dropLast(5)) }.sorted()
    }

    private func place(_ digest: String) -> String { "\(path)/\(digest.prefix(2))/\(digest)" }

    /// A file appears whole under its name, or not at all.
    private func write(_ bytes: [UInt8], to place: String) throws {
        let folder = (place as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let draft = "\(place).\(UUID().uuidString)"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure("cannot write \(draft)") }
        defer { close(descriptor) }
        do {
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
            try file.write(contentsOf: Data(bytes))
            guard fsync(descriptor) == 0, rename(draft, place) == 0 else { throw Self.failure("cannot keep \(place)") }
            for folder in [folder, path] { try Self.sync(folder) }
        } catch {
            unlink(draft)
            throw error
        }
    }

    private static func sync(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot open \(folder)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("cannot sync \(folder)") }
    }

    private static func failure(_ what: String) -> RecordingStoreError { RecordingStoreError(.disk, "\(what): \(String(cString: strerror(errno)))") }
}
