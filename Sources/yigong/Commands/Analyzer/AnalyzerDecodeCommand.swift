import Analyzers
import ArgumentParser
import Foundation

/// `yigong analyzer decode FILE`: what the messages of a capture hold.
struct AnalyzerDecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Print what the messages of a file hold.",
        discussion: """
            HL7 v2 and ASTM, framed or bare, and CSV are told apart by their content; the instrument's profile is found by the \
            name it gives itself. `yigong analyzer list --profiles` lists the profiles.
            """)

    @Argument(help: ArgumentHelp("A capture of a line, a file of an instrument; - for standard input.", valueName: "file")) var file: String
    @Option(help: ArgumentHelp("The instrument profile to read it with, or the path of one in JSON.", valueName: "id")) var profile: String?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let interpreter = Interpreter()
        let decoded = interpreter.decode(try AnalyzerFile.bytes(file), profile: try profile.map { try AnalyzerFile.profile($0, of: interpreter) })
        let isEmpty = decoded.messages.isEmpty
        if json {
            try Terminal.json(Answer(messages: decoded.messages.map { DecodedMessage($0) }, faults: decoded.faults))
        } else {
            for message in decoded.messages { AnalyzerPrinter(json: false).show(message) }
        }
        for fault in decoded.faults + decoded.messages.flatMap(\.faults) { Terminal.note("\(file): \(fault)") }
        if isEmpty { throw ExitCode(1) }
    }

    private struct Answer: Encodable {
        let messages: [DecodedMessage]
        let faults: [String]
    }
}

/// What commands read for analyzers.
enum AnalyzerFile {
    static func bytes(_ path: String) throws -> [UInt8] {
        if path == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: path) else { throw ValidationError("\(path) cannot be read") }
        return [UInt8](data)
    }

    /// The store of a data folder, beside a server that may be running on it.
    static func store(_ folder: String?) throws -> AnalyzerStore {
        let path = folder ?? ProcessInfo.processInfo.environment["YIGONG_DATA"] ?? "yigong-data"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return try AnalyzerStore(path: path + "/analyzers.db")
    }

    static func profile(_ name: String, of interpreter: Interpreter) throws -> InstrumentProfile {
        if let known = interpreter[name] { return known }
        guard FileManager.default.fileExists(atPath: name) else {
            throw ValidationError("there is no profile “\(name)”: \(interpreter.profiles.map(\.id).joined(separator: ", "))")
        }
        do {
            return try InstrumentProfile(json: try bytes(name))
        } catch {
            throw ValidationError("\(name) is no instrument profile: \(error)")
        }
    }
}
