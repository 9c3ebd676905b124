import Foundation
import Testing

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private func text(_ path: String) throws -> String { try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) }

/// One row of a system's Clauses.tsv: a clause of the requirements, what serves it, and the test that proves it.
struct ClauseRow: CustomStringConvertible, Sendable {
    let clause: String
    let serves: String
    let test: String
    var description: String { clause }

    static let all: [ClauseRow] = {
        let systems = root.appendingPathComponent("Sources/Systems").path
        let files = (FileManager.default.enumerator(atPath: systems)?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix("Clauses.tsv") }
        return files.flatMap { file in
            let lines = ((try? text("Sources/Systems/\(file)")) ?? "").split(separator: "\n").dropFirst()
            return lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
                .map { ClauseRow(clause: $0[0], serves: $0.count > 1 ? $0[1] : "", test: $0.count > 2 ? $0[2] : "") }
        }
    }()
}

@Suite struct ClauseTests {
    @Test func `there are rows, and no clause twice`() {
        #expect(!ClauseRow.all.isEmpty)
        #expect(Set(ClauseRow.all.map(\.clause)).count == ClauseRow.all.count)
    }

    @Test(arguments: ClauseRow.all)
    func `a clause names a test that exists`(row: ClauseRow) throws {
        let parts = row.test.split(separator: ":", omittingEmptySubsequences: true).map(String.init)
        try #require(parts.count == 2, "\(row.clause): “\(row.test)” is not FILE::TEST")
        #expect(try text(parts[0]).contains(parts[1]), "\(row.clause): no \(parts[1]) in \(parts[0])")
    }

    @Test(arguments: ClauseRow.all)
    func `a clause is served by a page or a command that exists`(row: ClauseRow) throws {
        if row.serves.hasPrefix("/") {
            let page = row.serves == "/" ? "index" : String(row.serves.dropFirst())
            #expect(FileManager.default.fileExists(atPath: root.appendingPathComponent("Sources/Server/Public/\(page).html").path))
        } else {
            let words = row.serves.split(separator: " ").map(String.init)
            try #require(words.count == 2 && words[0] == "yigong", "\(row.clause): “\(row.serves)” is neither a page nor a command")
            #expect(try text("Sources/yigong/Commands/\(words[1].capitalized)Command.swift").contains("commandName: \"\(words[1])\""))
        }
    }
}
