import Foundation

/// What a reader is given: the bytes of one file, its name, and the files that lie beside it.
public struct RecordingSource: Sendable {
    public var bytes: [UInt8]
    /// Without folder. Only WFDB asks for it, whose signals lie in other files than its header.
    public var name: String
    /// The bytes of another file of the same folder; nil if it is not there.
    public var sibling: @Sendable (String) -> [UInt8]?

    public init(bytes: [UInt8], name: String = "", sibling: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }) {
        self.bytes = bytes
        self.name = name
        self.sibling = sibling
    }

    /// Largest file that is read: three days of 12 leads at 250 Hz and 16 bits take 1.6 GB.
    public static let largestFile = 2 << 30

    /// A file of the disk. Of a WFDB record also its bare name, or one of its signal files.
    public init(path: String) throws(RecordingError) {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        let name = Self.readableName(of: url)
        bytes = try Self.bytes(of: folder.appendingPathComponent(name))
        self.name = name
        sibling = { other in
            // A header names its signal files; a name that leaves the folder is not followed.
            guard !other.isEmpty, !other.contains("/"), other != ".." else { return nil }
            return try? Self.bytes(of: folder.appendingPathComponent(other))
        }
    }

    private static func readableName(of url: URL) -> String {
        let name = url.lastPathComponent
        let header = url.appendingPathExtension("hea")
        let isFile = FileManager.default.fileExists(atPath: url.path)
        return !isFile && FileManager.default.fileExists(atPath: header.path) ? name + ".hea" : name
    }

    private static func bytes(of url: URL) throws(RecordingError) -> [UInt8] {
        do {
            let size = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            guard size <= largestFile else { throw RecordingError(nil, .file, "\(url.lastPathComponent) is larger than 2 GiB") }
            return [UInt8](try Data(contentsOf: url, options: .mappedIfSafe))
        } catch let error as RecordingError {
            throw error
        } catch {
            throw RecordingError(nil, .file, "cannot read \(url.path): \(error.localizedDescription)")
        }
    }
}
