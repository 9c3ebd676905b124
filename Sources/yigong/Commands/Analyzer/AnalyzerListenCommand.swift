import Analyzers
import ArgumentParser
import Foundation

/// `yigong analyzer listen`: one link without the rest of the service.
struct AnalyzerListenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen", abstract: "Take messages of one instrument in and print them, until stopped.",
        discussion: """
            Every message is stored in the data folder before it is acknowledged. Prints one line when ready: ready HOST:PORT

            Examples:
              yigong analyzer listen --port 5600                                     whatever calls, recognised by content
              yigong analyzer listen --serial /dev/ttyUSB0 --baud 9600 --profile sysmex-xp
              yigong analyzer listen --connect 10.0.8.40:5100 --profile mindray-bc-5150
              yigong analyzer listen --folder /srv/results --profile generic-csv
            """)

    @Option(help: ArgumentHelp("The data folder (or YIGONG_DATA).", valueName: "folder")) var data: String?
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 lets the system choose.") var port: Int?
    @Option(help: ArgumentHelp("The instrument to connect to.", valueName: "host:port")) var connect: String?
    @Option(help: ArgumentHelp("The serial port.", valueName: "device")) var serial: String?
    @Option(help: "The speed of the serial port.") var baud = 9600
    @Option(help: ArgumentHelp("The folder to watch.", valueName: "folder")) var folder: String?
    @Option(help: ArgumentHelp("The instrument profile; recognised by the sender's name where not given.", valueName: "id")) var profile: String?
    @Option(help: ArgumentHelp("The character set that the instrument sends: UTF-8, GB18030, ISO-8859-1.", valueName: "set")) var charset: String?
    @Option(help: "The link's name in the store.") var link = "cli"
    @Flag(help: "Print each message as one line of JSON.") var json = false
    @Flag(help: "Print no messages.") var quiet = false

    func run() async throws {
        let store = try AnalyzerFile.store(data)
        let asJSON = json, isQuiet = quiet
        let service = try AnalyzerService(store: store) { _, messages in
            for message in messages where !isQuiet { AnalyzerPrinter(json: asJSON).show(message) }
        }
        let link = try settings()
        Terminal.note("press Ctrl-C to stop")
        await service.run(link) { port in Terminal.line("ready \(host):\(port)") }
    }

    private func settings() throws -> AnalyzerLink {
        let transport: AnalyzerLink.Transport
        if let connect {
            let parts = connect.split(separator: ":")
            guard parts.count == 2, let port = Int(parts[1]) else { throw ValidationError("“\(connect)” is not HOST:PORT") }
            transport = .connect(host: String(parts[0]), port: port)
        } else if let serial {
            transport = .serial(SerialSettings(path: serial, baud: baud))
        } else if let folder {
            transport = .folder(FolderSettings(path: URL(fileURLWithPath: folder).path))
        } else if let port {
            transport = .listen(host: host, port: port)
        } else {
            throw ValidationError("say --port, --connect, --serial or --folder")
        }
        guard charset == nil || AnalyzerLink.charset(named: charset!) != nil else { throw ValidationError("there is no character set “\(charset!)”") }
        return AnalyzerLink(id: link, profile: profile ?? "", transport: transport, charset: charset.flatMap(AnalyzerLink.charset(named:)))
    }
}
