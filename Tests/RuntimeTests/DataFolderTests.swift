import Foundation
import Runtime
import Testing

@Suite struct DataFolderTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("folder-\(UUID().uuidString)").path

    @Test func `only the owner may look into the folder, also where it was open before`() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try DataFolder(path: path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    @Test func `two servers cannot share a folder, one after the other can`() throws {
        let folder = try DataFolder(path: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var first: DataFolderLock? = try folder.takeLock()
        #expect(first != nil)
        #expect(throws: Refusal.self) { try folder.takeLock() }
        first = nil
        _ = try folder.takeLock()
    }

    @Test func `a file in the place of the folder is an error that names it`() throws {
        try Data().write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = #expect(throws: Refusal.self) { try DataFolder(path: path) }
        #expect(error?.message.contains(path) == true)
    }
}
