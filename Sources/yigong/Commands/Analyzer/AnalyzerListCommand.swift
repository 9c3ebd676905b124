import Analyzers
import ArgumentParser
import Foundation

/// `yigong analyzer list`: links and profiles.
struct AnalyzerListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the links of a data folder, or the instrument profiles.")

    @Option(help: ArgumentHelp("The data folder (or YIGONG_DATA).", valueName: "folder")) var data: String?
    @Flag(help: "List the instrument profiles and what each was verified on.") var profiles = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        if profiles { return try listProfiles() }
        let store = try AnalyzerFile.store(data)
        let links = try store.links()
        if json { return try Terminal.json(links) }
        Terminal.table(
            ["LINK", "NAME", "PROFILE", "WAY", "ON"],
            links.map { [$0.id, $0.name, $0.profile, Self.way($0.transport), $0.isEnabled ? "yes" : "no"] })
    }

    private func listProfiles() throws {
        let profiles = Interpreter().profiles
        if json { return try Terminal.json(profiles) }
        Terminal.table(
            ["PROFILE", "INSTRUMENT", "LANGUAGE", "VERIFIED"],
            profiles.map { [$0.id, $0.name, $0.language.rawValue, $0.verified] })
    }

    static func way(_ transport: AnalyzerLink.Transport) -> String {
        switch transport {
        case .listen(let host, let port): "listens on \(host):\(port)"
        case .connect(let host, let port): "connects to \(host):\(port)"
        case .serial(let serial): "\(serial.path) at \(serial.baud)"
        case .folder(let folder): "watches \(folder.path)"
        case .table(let table): "asks \(table.database)"
        }
    }
}
