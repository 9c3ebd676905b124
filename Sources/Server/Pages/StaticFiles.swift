import Crypto
import Foundation

/// The web front end: every file below one folder, read once at start. A request names a file by a look-up in this table,
/// never by a path, so nothing outside the folder can be named.
package struct StaticFiles: Sendable {
    /// By URL path: `/styles/page.css`.
    private let files: [String: StaticFile]
    /// Names this very set of files.
    private let version: String

    /// The files that ship with the server.
    static let shipped = Result { try StaticFiles(folder: Bundle.module.bundleURL.appendingPathComponent("Public")) }

    package init(folder: URL) throws {
        let root = folder.resolvingSymlinksInPath().path
        var files: [String: StaticFile] = [:]
        let names = try FileManager.default.subpathsOfDirectory(atPath: root)
        for name in names where !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            let url = URL(fileURLWithPath: root).appendingPathComponent(name)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            files["/" + name] = StaticFile([UInt8](try Data(contentsOf: url)), name: name)
        }
        let whole = files.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.tag)" }.joined(separator: "\n")
        let version = SHA256.hash(data: Data(whole.utf8)).prefix(6).map { String(format: "%02x", $0) }.joined()
        self.version = version
        let assets = files.keys.filter { !$0.hasSuffix(".html") }
        self.files = files.mapValues { $0.isPage ? $0.naming(assets, under: Self.prefix(version)) : $0 }
    }

    /// The address of an asset that never changes: pages name assets by it, and modules, which name one another relatively, follow.
    /// So browsers keep them for good, and a new release is a new address.
    func lasting(_ path: String) -> String { Self.prefix(version) + path }

    private static func prefix(_ version: String) -> String { "/~" + version }

    /// The URL paths of all files.
    var paths: Set<String> { Set(files.keys) }

    subscript(path: String) -> StaticFile? { files[path] }

    /// The files that a page needs: what it names, what those name, and so on. A name is any quoted or `url(…)` text that,
    /// seen from the file it stands in, leads to a file that exists.
    func needed(by page: String) -> Set<String> {
        var found: Set<String> = []
        var open = [page]
        while let path = open.popLast() {
            for name in files[path]?.namedPaths(from: path) ?? [] where files[name] != nil && name != page {
                if found.insert(name).inserted { open.append(name) }
            }
        }
        // Pages are not assets: a link from one to another grants nothing.
        return found.filter { !$0.hasSuffix(".html") }
    }
}

extension StaticFile {
    private static let ends = CharacterSet(charactersIn: "\"'`()").union(.whitespacesAndNewlines)

    /// Everything in the file that looks like the path of another one, made absolute.
    fileprivate func namedPaths(from path: String) -> [String] {
        let base = URL(fileURLWithPath: path).deletingLastPathComponent()
        return (text ?? "").components(separatedBy: Self.ends).compactMap { word in
            let name = word.split(separator: "#").first.map(String.init) ?? ""
            guard name.contains("."), name.utf8.count < 200, !name.contains("://") else { return nil }
            return URL(fileURLWithPath: name, relativeTo: base).standardizedFileURL.path
        }
    }
}
