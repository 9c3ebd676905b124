import Archive
import ArgumentParser
import DICOM
import Foundation

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write studies as DICOM files.",
        discussion: "Files are numbered, one folder a study and series; --json lists which object went where.")

    @OptionGroup var data: DataOption
    @OptionGroup var what: ScopeOption
    @Argument(help: ArgumentHelp("The folder to write into. Made where it is not there; nothing in it is overwritten.", valueName: "folder"))
    var folder: String
    @Option(help: ArgumentHelp("Convert to this transfer syntax (UID); as stored where not given.", valueName: "uid")) var transferSyntax: String?
    @Flag(help: "Print the list of files as JSON.") var json = false

    struct Entry: Encodable {
        let file: String
        let studyInstanceUID: String
        let seriesInstanceUID: String
        let sopInstanceUID: String
    }

    func run() throws {
        let entries = try data.withArchive { archive in
            let instances = try archive.instances(in: what.scope)
            guard !instances.isEmpty else { throw ValidationError("nothing in the archive is that") }
            let progress = Progress("exporting", total: instances.count)
            defer { progress.finish() }
            var names = ExportNames()
            return try instances.enumerated().map { position, instance in
                let path = folder + "/" + names.next(for: instance)
                try write(try archive.open(instance), to: path)
                progress.show(position + 1)
                return Entry(
                    file: path, studyInstanceUID: instance.studyInstanceUID, seriesInstanceUID: instance.seriesInstanceUID,
                    sopInstanceUID: instance.sopInstanceUID)
            }
        }
        if json { return try Terminal.json(entries) }
        print("\(entries.count) files in \(folder)")
    }

    private func write(_ object: StoredObject, to path: String) throws {
        try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ValidationError("cannot write \(path): \(String(cString: strerror(errno)))") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let syntax = transferSyntax.map { TransferSyntax(uid: $0) } ?? object.instance.transferSyntax
        let header = try PartTen.header(
            sopClassUID: object.instance.sopClassUID, sopInstanceUID: object.instance.sopInstanceUID, transferSyntax: syntax)
        try file.write(contentsOf: header)
        try object.write(as: syntax) { bytes in
            try file.write(contentsOf: Data(bytesNoCopy: UnsafeMutableRawPointer(mutating: bytes.baseAddress!), count: bytes.count, deallocator: .none))
        }
        try file.close()
    }
}

/// `0001/0001/00001.dcm`: names of our own making, since a UID from outside must never name a file.
private struct ExportNames {
    private var studies: [String: Int] = [:]
    private var series: [String: (number: Int, files: Int)] = [:]
    private var seriesOfStudy: [String: Int] = [:]

    mutating func next(for instance: StoredInstance) -> String {
        let study = studies[instance.studyInstanceUID] ?? studies.count + 1
        studies[instance.studyInstanceUID] = study
        var entry = series[instance.seriesInstanceUID] ?? ((seriesOfStudy[instance.studyInstanceUID] ?? 0) + 1, 0)
        seriesOfStudy[instance.studyInstanceUID] = max(entry.number, seriesOfStudy[instance.studyInstanceUID] ?? 0)
        entry.files += 1
        series[instance.seriesInstanceUID] = entry
        return String(format: "%04d/%04d/%05d.dcm", study, entry.number, entry.files)
    }
}
