import Database
import Foundation

/// Watches a folder into which an instrument's software writes files: text, tables, pictures.
struct FolderWatch: Sendable {
    /// A file is taken when it has not changed for this long, so that none is read half written.
    private static let quietSeconds = 1.0
    private static let largestFile = 64 << 20

    let link: AnalyzerLink
    let settings: FolderSettings
    let reception: Reception

    /// Looks once a second until cancelled.
    func run() async throws {
        reception.board.change(link.id) { $0.state = .waiting }
        while !Task.isCancelled {
            try await look()
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// Takes every file that is ready, oldest first.
    func look() async throws {
        let folder = URL(fileURLWithPath: settings.path)
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .fileSizeKey, .contentModificationDateKey]
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: Array(keys), options: [.skipsHiddenFiles])
        let ready = try files.compactMap { file -> (url: URL, changed: Date, size: Int)? in
            let values = try file.resourceValues(forKeys: keys)
            guard values.isRegularFile == true, let changed = values.contentModificationDate, let size = values.fileSize,
                changed.timeIntervalSinceNow < -Self.quietSeconds, isWanted(file)
            else { return nil }
            return (file, changed, size)
        }
        for file in ready.sorted(by: { ($0.changed, $0.url.path) < ($1.changed, $1.url.path) }) {
            let mark = "\(file.size) \(Int64(file.changed.timeIntervalSince1970 * 1000))"
            if settings.afterwards == .keep, try isSeen(file.url.lastPathComponent, mark) { continue }
            guard file.size <= Self.largestFile else {
                reception.board.note(link.id, "\(file.url.lastPathComponent) is larger than \(Self.largestFile >> 20) MiB; it is left", isFault: true, at: Clock.now())
                continue
            }
            guard await reception.receive(file: [UInt8](try Data(contentsOf: file.url)), named: file.url.lastPathComponent, over: link) else { return }
            try finish(file.url, mark)
        }
    }

    private func isWanted(_ file: URL) -> Bool {
        settings.endings.isEmpty || settings.endings.contains { file.pathExtension.lowercased() == $0.lowercased() }
    }

    private func isSeen(_ name: String, _ mark: String) throws -> Bool {
        try reception.store.database.read {
            try $0.first("SELECT mark FROM seen_file WHERE link_id = ? AND name = ?", [.text(link.id), .text(name)])?.text(0) == mark
        }
    }

    private func finish(_ file: URL, _ mark: String) throws {
        switch settings.afterwards {
        case .delete: try FileManager.default.removeItem(at: file)
        case .move:
            let done = file.deletingLastPathComponent().appendingPathComponent("done")
            try FileManager.default.createDirectory(at: done, withIntermediateDirectories: true)
            var target = done.appendingPathComponent(file.lastPathComponent)
            if FileManager.default.fileExists(atPath: target.path) { target = done.appendingPathComponent("\(Clock.now())-\(file.lastPathComponent)") }
            try FileManager.default.moveItem(at: file, to: target)
        case .keep:
            try reception.store.database.write {
                try $0.execute("DELETE FROM seen_file WHERE link_id = ? AND name = ?", [.text(link.id), .text(file.lastPathComponent)])
                try $0.execute("INSERT INTO seen_file (link_id, name, mark) VALUES (?, ?, ?)", [.text(link.id), .text(file.lastPathComponent), .text(mark)])
            }
        }
    }
}
