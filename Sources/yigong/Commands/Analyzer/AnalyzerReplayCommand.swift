import Analyzers
import ArgumentParser
import Foundation

/// `yigong analyzer replay FILE --to HOST:PORT`: sends a capture's messages as the instrument did.
struct AnalyzerReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Send the messages of a file to a host, each after the acknowledgement of the one before.")

    @Argument(help: ArgumentHelp("A capture, as `decode` reads it.", valueName: "file")) var file: String
    @Option(help: ArgumentHelp("The host to send to.", valueName: "host:port")) var to: String
    @Option(help: ArgumentHelp("mllp, frames or records; what the messages' language needs where not given.", valueName: "framing")) var framing: String?
    @Option(help: "How often the whole file is sent.") var times = 1
    @Flag(help: "Print what became of each message as JSON.") var json = false

    func run() async throws {
        let capture = Capture(try AnalyzerFile.bytes(file))
        guard !capture.messages.isEmpty else { throw ValidationError("\(file) holds no message") }
        let instrument = try await SimulatedAnalyzer.connect(to, framing: framing, language: capture.messages[0].language)
        var outcomes: [ReplayOutcome] = []
        for number in 0..<(times * capture.messages.count) {
            outcomes.append(await instrument.send(capture.messages[number % capture.messages.count].bytes, number: number + 1))
        }
        await instrument.close()
        try ReplayOutcome.show(outcomes, json: json)
    }
}
