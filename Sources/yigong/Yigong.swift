import ArgumentParser

/// The command. One file per subcommand, in Commands/.
@main
struct Yigong: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yigong",
        abstract: "The information platform of a county medical consortium: images, ECGs, analyzers, referrals.",
        discussion: """
            Start with:
              yigong serve                     everything, at http://127.0.0.1:8042/ and DICOM port 11112

            Everything lives in one data folder (--data, or YIGONG_DATA; `yigong-data` where neither is given). The other \
            commands work on the same folder, also while a server uses it.
            """,
        version: "1.0.0",
        subcommands: [
            ServeCommand.self, ImportCommand.self, ExportCommand.self, FindCommand.self, SendCommand.self, EchoCommand.self, MoveCommand.self,
            VerifyCommand.self, CompressCommand.self, AsideCommand.self, AccountCommand.self, TokenCommand.self, PeerCommand.self, ECGCommand.self, AnalyzerCommand.self,
        ])
}
