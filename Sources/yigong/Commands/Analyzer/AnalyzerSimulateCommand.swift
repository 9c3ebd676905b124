import Analyzers
import ArgumentParser
import Foundation

/// `yigong analyzer simulate`: an instrument that is not there.
struct AnalyzerSimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Play an instrument against a host: made-up blood counts with their curves.",
        discussion: """
            Samples are numbered from --first on. With --query the host is asked for the orders of each sample before its results are sent.
            Example: yigong analyzer simulate --profile mindray-bc-5380 --to 127.0.0.1:5600 --count 20
            """)

    @Option(help: ArgumentHelp("The instrument profile to play.", valueName: "id")) var profile = "mindray-bc-5380"
    @Option(help: ArgumentHelp("The host to send to.", valueName: "host:port")) var to: String
    @Option(help: "How many samples.") var count = 10
    @Option(help: "The number of the first sample.") var first = 1
    @Option(help: "Samples a minute; as fast as the host takes them where 0.") var rate = 0.0
    @Flag(help: "Ask for the orders of each sample first.") var query = false
    @Flag(help: "Print what became of each message as JSON.") var json = false

    func run() async throws {
        let profile = try AnalyzerFile.profile(profile, of: Interpreter())
        let instrument = try await SimulatedAnalyzer.connect(to, framing: nil, language: profile.language, profile: profile)
        var outcomes: [ReplayOutcome] = []
        for number in first..<(first + count) {
            let sample = SimulatedSample(number: number, profile: profile, time: Date())
            if query { outcomes.append(await instrument.send(sample.query, number: outcomes.count + 1)) }
            outcomes.append(await instrument.send(sample.message, number: outcomes.count + 1))
            if rate > 0 { try await Task.sleep(for: .seconds(60 / rate)) }
        }
        await instrument.close()
        try ReplayOutcome.show(outcomes, json: json)
    }
}

/// What became of a message that was sent.
struct ReplayOutcome: Encodable {
    let number: Int
    let isTaken: Bool
    let milliseconds: Double
    let problem: String?
    let replies: [String]

    static func show(_ outcomes: [ReplayOutcome], json: Bool) throws {
        if json {
            try Terminal.json(outcomes)
        } else {
            for outcome in outcomes {
                Terminal.line("\(outcome.number)  \(outcome.isTaken ? "taken" : "not taken: \(outcome.problem ?? "")")  \(String(format: "%.1f", outcome.milliseconds)) ms")
                for reply in outcome.replies { Terminal.line(reply) }
            }
        }
        if outcomes.contains(where: { !$0.isTaken }) { throw ExitCode(1) }
    }
}

extension SimulatedAnalyzer {
    /// Connects to `HOST:PORT`.
    static func connect(
        _ address: String, framing: String?, language: InstrumentProfile.Language, profile: InstrumentProfile? = nil
    ) async throws -> SimulatedAnalyzer {
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]) else {
            throw ValidationError("“\(address)” is not HOST:PORT")
        }
        let given = framing.flatMap(InstrumentProfile.Framing.init(rawValue:))
        guard framing == nil || given != nil else { throw ValidationError("“\(framing!)” is not mllp, frames or records") }
        let standard: InstrumentProfile.Framing = language == .hl7 ? .mllp : .frames
        let own = profile?.framing == .recognised ? nil : profile?.framing
        return try await SimulatedAnalyzer(host: String(address[..<colon]), port: port, framing: given ?? own ?? standard)
    }

    /// Sends a message and tells what became of it.
    func send(_ message: [UInt8], number: Int) async -> ReplayOutcome {
        let begun = ContinuousClock.now
        var problem: String?
        do {
            try await send(message)
        } catch {
            problem = "\(error)"
        }
        let took = (ContinuousClock.now - begun) / .milliseconds(1)
        return ReplayOutcome(number: number, isTaken: problem == nil, milliseconds: took, problem: problem, replies: takeReplies().map { AnalyzerText.readable($0) })
    }
}
