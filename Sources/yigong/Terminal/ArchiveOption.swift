import Archive
import ArgumentParser
import Logging
import Runtime

extension DataOption {
    /// The archive of the folder for a command that writes. Refused while a server uses the folder.
    func withExclusiveArchive<T>(_ body: (Archive) throws -> T) throws -> T {
        let folder = try DataFolder(path: folder)
        let lock = try folder.takeLock()
        let archive = try Archive.open(ArchiveOptions(folder: folder.path), log: Self.quietLog)
        defer { withExtendedLifetime(lock) { try? archive.close() } }
        return try body(archive)
    }

    /// The archive of the folder for a command that only reads, also beside a running server.
    func withArchive<T>(_ body: (Archive) throws -> T) throws -> T {
        let folder = try DataFolder(path: folder)
        guard folder.isInhabited else { throw ValidationError("there is no archive in \(folder.path)") }
        let archive = try Archive.open(ArchiveOptions(folder: folder.path, access: .reading), log: Self.quietLog)
        defer { try? archive.close() }
        return try body(archive)
    }

    private static var quietLog: Logger {
        var log = Logger(label: "archive") { StreamLogHandler.standardError(label: $0) }
        log.logLevel = .error
        return log
    }
}

/// Which objects a command is about.
struct ScopeOption: ParsableArguments {
    @Option(help: ArgumentHelp("A study, by its Study Instance UID. May be given several times.", valueName: "uid")) var study: [String] = []
    @Option(help: ArgumentHelp("A series, by its Series Instance UID.", valueName: "uid")) var series: [String] = []
    @Option(help: ArgumentHelp("All studies of a patient, by Patient ID.", valueName: "id")) var patient: String?

    func validate() throws {
        guard !study.isEmpty || !series.isEmpty || patient != nil else { throw ValidationError("say what: --study, --series or --patient") }
    }

    var scope: ArchiveScope { ArchiveScope(patientID: patient, studies: study, series: series) }
}
