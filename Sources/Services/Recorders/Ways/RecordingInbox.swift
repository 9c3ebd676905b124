import Foundation
import Logging

/// A folder into which recorders or their software write files. What is taken moves to `done`, what cannot be read to `unreadable`,
/// both inside it.
public struct RecordingInbox: Sendable {
    /// A file is taken when it has not changed for this long, so that none is read half written.
    private static let quietSeconds = 1.0

    private let folder: URL
    private let store: RecordingStore
    private let log: Logger

    public init(folder: String, store: RecordingStore, log: Logger = Logger(label: "recordings")) {
        self.folder = URL(fileURLWithPath: folder)
        self.store = store
        self.log = log
    }

    /// Looks once a second until cancelled.
    public func run() async {
        while !Task.isCancelled {
            do { try look() } catch { log.error("the folder \(folder.path): \(error)") }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Takes every file that is ready, oldest first. Signal files of WFDB are taken with their header.
    func look(now: Date = Date()) throws {
        let keys: [URLResourceKey] = [.isRegularFileKey, .contentModificationDateKey]
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: keys, options: [.skipsHiddenFiles])
        let ready = try files.compactMap { file -> (url: URL, changed: Date)? in
            let values = try file.resourceValues(forKeys: Set(keys))
            guard values.isRegularFile == true, let changed = values.contentModificationDate, now.timeIntervalSince(changed) > Self.quietSeconds else { return nil }
            return (file, changed)
        }
        let headers = Set(ready.map(\.url).filter { $0.pathExtension == "hea" }.map { $0.deletingPathExtension().lastPathComponent })
        for file in ready.sorted(by: { ($0.changed, $0.url.path) < ($1.changed, $1.url.path) }).map(\.url) {
            let stem = file.deletingPathExtension().lastPathComponent
            if headers.contains(stem), file.pathExtension != "hea" { continue }
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            let stored = try store.keep(RecordingSource(path: file.path), origin: "folder")
            let parts = headers.contains(stem) ? ready.map(\.url).filter { $0.deletingPathExtension().lastPathComponent == stem } : [file]
            for part in parts { try move(part, to: stored.state == .read ? "done" : "unreadable") }
        }
    }

    private func move(_ file: URL, to name: String) throws {
        let target = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        var place = target.appendingPathComponent(file.lastPathComponent)
        if FileManager.default.fileExists(atPath: place.path) { place = target.appendingPathComponent("\(UUID().uuidString)-\(file.lastPathComponent)") }
        try FileManager.default.moveItem(at: file, to: place)
    }
}
