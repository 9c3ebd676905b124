import ArgumentParser
import Runtime
import Server

struct PeerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peer", abstract: "The DICOM applications that this archive talks to.",
        discussion: "A peer is known by its AE title. Where a C-MOVE may send to, and who may call from other machines, is decided here.",
        subcommands: [List.self, Add.self, Remove.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all peers.")

        @OptionGroup var data: DataOption
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let peers = try data.openPlatform().peers.list()
            if json { return try Terminal.json(peers) }
            Terminal.table(
                ["AE TITLE", "ADDRESS", "TLS", "MAY", "CHARACTER SET", "NOTE"],
                peers.map {
                    [
                        $0.aeTitle, Endpoint(host: $0.host, port: $0.port).description, $0.usesTLS ? "yes" : "no",
                        $0.rights.map(\.rawValue).sorted().joined(separator: ","), $0.characterSet ?? "", $0.note,
                    ]
                })
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a peer, or change the one of the same AE title.",
            discussion: "Example: yigong peer add CT01 10.0.8.21:104 --rights echo,store --character-set GB18030")

        @OptionGroup var data: DataOption
        @Argument(help: "The peer's AE title.") var title: String
        @Argument(help: ArgumentHelp("Where it listens, and from where it calls.", valueName: "host:port")) var address: String
        @Option(help: ArgumentHelp("What it may ask for: \(WordList<Peer.Right>.allNames); all where not given.", valueName: "rights"))
        var rights: WordList<Peer.Right>?
        @Option(help: ArgumentHelp("The character set of its objects that declare none, such as GB18030.", valueName: "set"))
        var characterSet: String?
        @Flag(help: "Connect to it with TLS.") var tls = false
        @Option(help: ArgumentHelp("What it is, for people.", valueName: "text")) var note = ""

        func run() throws {
            guard let endpoint = Endpoint(address) else { throw ValidationError("“\(address)” is not HOST:PORT") }
            let peer = Peer(
                aeTitle: title, host: endpoint.host, port: endpoint.port, rights: rights?.words ?? Set(Peer.Right.allCases),
                characterSet: characterSet, usesTLS: tls, note: note)
            try data.openPlatform().peers.save(peer, by: .here)
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Forget a peer.")

        @OptionGroup var data: DataOption
        @Argument(help: "The peer's AE title.") var title: String

        func run() throws { try data.openPlatform().peers.remove(aeTitle: title, by: .here) }
    }
}
