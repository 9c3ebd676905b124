import Archive
import ArgumentParser
import Foundation

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take DICOM files and folders of them into the archive.",
        discussion: """
            Folders are searched to the bottom; what is not DICOM is passed over. Files are only read. What is here already is \
            recognised and not stored twice. While a server uses the data folder, upload in the browser or send with C-STORE instead.
            """)

    @OptionGroup var data: DataOption
    @Argument(help: ArgumentHelp("Files and folders.", valueName: "path")) var paths: [String]
    @Option(help: ArgumentHelp("The character set of objects that declare none, such as GB18030.", valueName: "set")) var characterSet: String?
    @Flag(help: "Print a report as JSON.") var json = false

    struct Report: Encodable {
        struct Refusal: Encodable {
            let file: String
            let reason: String
        }

        var files = 0
        var stored = 0
        var duplicates = 0
        var conflicts = 0
        var notDICOM = 0
        var refused: [Refusal] = []
        var bytes: Int64 = 0
        var seconds = 0.0
    }

    func run() throws {
        let files = try FileSearch.files(in: paths)
        let start = Date()
        var report = Report()
        try data.withExclusiveArchive { archive in
            let origin = Deposit.Origin(callingAE: "", peer: "import", charset: characterSet)
            let deposit = try archive.deposit(from: origin)
            let progress = Progress("importing", total: files.count)
            for file in files {
                try take(file, into: deposit, &report)
                report.files += 1
                progress.show(report.files, "\(report.stored) new, \(report.duplicates) known")
            }
            progress.finish()
        }
        report.seconds = Date().timeIntervalSince(start)
        if json { return try Terminal.json(report) }
        for refusal in report.refused { Terminal.note("refused \(refusal.file): \(refusal.reason)") }
        print(
            "\(report.stored) objects stored (\(readableBytes(report.bytes))), \(report.duplicates) already here, \(report.conflicts) conflicts kept aside, "
                + "\(report.refused.count) refused, \(report.notDICOM) files not DICOM, in \(String(format: "%.1f", report.seconds)) s")
    }

    private func take(_ path: String, into deposit: Deposit, _ report: inout Report) throws {
        do {
            guard let file = FileHandle(forReadingAtPath: path) else {
                throw StoreRefusal(.cannotUnderstand, "the file cannot be opened")
            }
            defer { try? file.close() }
            var stream = PartTenStream(into: deposit)
            var length: Int64 = 0
            while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty {
                length += Int64(chunk.count)
                try chunk.withUnsafeBytes { try stream.append($0) }
            }
            switch try stream.finish().outcome {
            case .stored, .quarantined:
                report.stored += 1
                report.bytes += length
            case .duplicate: report.duplicates += 1
            case .conflict: report.conflicts += 1
            }
        } catch let refusal as StoreRefusal {
            deposit.abandon()
            if refusal.reason == .outOfResources { throw refusal }
            if refusal.reason == .notDICOM { report.notDICOM += 1 } else { report.refused.append(.init(file: path, reason: refusal.message)) }
        }
    }
}

/// Files below folders.
enum FileSearch {
    /// Regular files, each folder in the order of its names. A DICOMDIR only lists other files.
    static func files(in paths: [String]) throws -> [String] {
        try paths.flatMap { path -> [String] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw ValidationError("there is no \(path)") }
            guard isFolder.boolValue else { return [path] }
            let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
            return names.sorted().map { path + "/" + $0 }.filter { file in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && !isFolder.boolValue
                    && !file.hasSuffix("/DICOMDIR")
            }
        }
    }
}
