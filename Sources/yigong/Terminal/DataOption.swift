import ArgumentParser
import Foundation
import Runtime

/// `--data`, which every command has.
struct DataOption: ParsableArguments {
    static let defaultFolder = "yigong-data"

    @Option(help: ArgumentHelp("The data folder of the archive (or YIGONG_DATA).", valueName: "folder"))
    var data: String?

    var folder: String { data ?? ProcessInfo.processInfo.environment["YIGONG_DATA"] ?? Self.defaultFolder }

    /// Opens accounts, tokens, peers and audit of the folder, beside a server that may be running on it.
    func openPlatform() throws -> Platform {
        let folder = try DataFolder(path: folder)
        return try Platform(database: try folder.openDatabase(), folder: folder)
    }
}

extension Actor {
    /// Whoever runs this command on the machine itself.
    static var here: Actor { Actor(name: "cli:\(NSUserName())", origin: "local") }
}

/// A list written with commas or spaces: `--roles radiologist,technician`.
struct WordList<Word: RawRepresentable & CaseIterable & Hashable>: ExpressibleByArgument where Word.RawValue == String {
    let words: Set<Word>

    init?(argument: String) {
        let names = argument.split { $0 == "," || $0 == " " }.map(String.init)
        let words = names.compactMap(Word.init(rawValue:))
        guard words.count == names.count else { return nil }
        self.words = Set(words)
    }

    static var allNames: String { Word.allCases.map(\.rawValue).joined(separator: ", ") }
}
