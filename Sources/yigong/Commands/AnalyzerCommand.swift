import ArgumentParser

/// `yigong analyzer …`: one file per subcommand, in Analyzer/.
struct AnalyzerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyzer", abstract: "Laboratory analyzers: their links, messages and curves.",
        subcommands: [
            AnalyzerListCommand.self, AnalyzerListenCommand.self, AnalyzerDecodeCommand.self, AnalyzerReplayCommand.self, AnalyzerPlotCommand.self,
            AnalyzerSimulateCommand.self,
        ])
}
