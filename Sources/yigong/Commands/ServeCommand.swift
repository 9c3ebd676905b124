import ArgumentParser
import Runtime
import Server

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the archive until it is told to stop (SIGTERM or Ctrl-C).",
        discussion: """
            Prints one line on standard output when it is ready:
              ready http://127.0.0.1:8042/ dicom YIGONG@127.0.0.1:11112

            At the very first start the account “admin” is made. Its password is YIGONG_ADMIN_PASSWORD where that is set, \
            otherwise one is generated and printed once on standard error.

            Accounts and records live in a file of the data folder, or where YIGONG_DATABASE says:
              YIGONG_DATABASE=postgresql://yigong@db.example.cn/yigong?sslmode=verify-full

            Each setting is taken from the flag, else from the environment (YIGONG_HTTP, YIGONG_DICOM, YIGONG_DATA, \
            YIGONG_AE_TITLE, YIGONG_TLS_CERTIFICATE, YIGONG_TLS_KEY …), else from the JSON file given by --config:
              {"http": "127.0.0.1:8042", "dicom": "127.0.0.1:11112", "tls": {"certificate": "…", "key": "…"}}
            """)

    @Option(help: ArgumentHelp("The folder that holds everything of this archive. Made where it is not there.", valueName: "folder"))
    var data: String?

    @Option(help: ArgumentHelp("Where browsers and DICOMweb connect.", valueName: "host:port"))
    var http: String?

    @Option(help: ArgumentHelp("Where modalities and workstations connect.", valueName: "host:port"))
    var dicom: String?

    @Option(help: ArgumentHelp("The AE title that this archive answers to.", valueName: "title"))
    var aeTitle: String?

    @Option(help: ArgumentHelp("A JSON file with settings.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("PEM file with the certificate chain; turns HTTPS on.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("PEM file with the certificate's private key.", valueName: "file"))
    var tlsKey: String?

    @Flag(help: "Accept connections from other machines without TLS. Patients' data then crosses the network in clear.")
    var allowPlaintext = false

    @Option(help: ArgumentHelp("What is logged on standard error: trace, debug, info (every request), notice, warning, error.", valueName: "level"))
    var logLevel: String?

    func run() async throws {
        let settings = try await ServeSettings.read(flags: flags, configurationFile: config)
        let server = try ArchiveServer(settings: settings)
        try await server.run()
    }

    /// What was given on the command line, by configuration key.
    private var flags: [String: String] {
        let given: [String: String?] = [
            "data": data, "http": http, "dicom": dicom, "aeTitle": aeTitle, "tls.certificate": tlsCertificate, "tls.key": tlsKey,
            "allowPlaintext": allowPlaintext ? "true" : nil, "logLevel": logLevel,
        ]
        return given.compactMapValues { $0 }
    }
}
