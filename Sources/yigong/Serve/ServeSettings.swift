import Configuration
import Foundation
import Logging
import Runtime
import Server
import SystemPackage

/// What `yigong serve` was told, from wherever: flags before environment before file before default.
struct ServeSettings {
    let dataFolder: String
    let http: Endpoint
    let dicom: Endpoint
    let aeTitle: String
    let tls: ServerConfiguration.TLSFiles?
    /// Where clients reach the server when a proxy stands before it.
    let publicURL: String?
    let allowsPlaintext: Bool
    let logLevel: Logger.Level
    /// The first administrator's password, where the operator chose one.
    let adminPassword: String?
    /// For the settings of single services.
    let reader: ConfigReader

    static func read(flags: [String: String], configurationFile: String?) async throws -> ServeSettings {
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "yigong")
        let given = InMemoryProvider(
            values: Dictionary(uniqueKeysWithValues: flags.map { key, value in
                (AbsoluteConfigKey(key.split(separator: ".").map(String.init)), ConfigValue(.string(value), isSecret: false))
            }))
        var providers: [any ConfigProvider] = [given, environment]
        if let file = configurationFile ?? ConfigReader(provider: environment).string(forKey: "config") {
            providers.append(try await fileProvider(file))
        }
        return try ServeSettings(ConfigReader(providers: providers))
    }

    private static func fileProvider(_ path: String) async throws -> FileProvider<JSONSnapshot> {
        do {
            return try await FileProvider<JSONSnapshot>(filePath: FilePath(path))
        } catch {
            throw Refusal(.invalid(field: "config"), "the configuration file \(path) cannot be read: \(error)")
        }
    }

    private init(_ reader: ConfigReader) throws {
        self.reader = reader
        dataFolder = reader.string(forKey: "data", default: DataOption.defaultFolder)
        http = try Self.endpoint("http", reader, default: Endpoint(host: "127.0.0.1", port: 8042))
        dicom = try Self.endpoint("dicom", reader, default: Endpoint(host: "127.0.0.1", port: 11112))
        aeTitle = reader.string(forKey: "aeTitle", default: "YIGONG")
        allowsPlaintext = ["true", "1", "yes"].contains(reader.string(forKey: "allowPlaintext", default: "false").lowercased())
        adminPassword = reader.string(forKey: "admin.password", isSecret: true)
        publicURL = reader.string(forKey: "publicURL")
        let level = reader.string(forKey: "logLevel", default: "notice")
        guard let logLevel = Logger.Level(rawValue: level) else {
            throw Refusal(.invalid(field: "logLevel"), "there is no log level “\(level)”")
        }
        self.logLevel = logLevel
        guard Peer.isAETitle(aeTitle) else {
            throw Refusal(.invalid(field: "aeTitle"), "“\(aeTitle)” is not an AE title: 1 to 16 printable ASCII characters")
        }
        tls =
            switch (reader.string(forKey: "tls.certificate"), reader.string(forKey: "tls.key")) {
            case (let certificate?, let key?): .init(certificate: certificate, key: key)
            case (nil, nil): nil
            default: throw Refusal(.invalid(field: "tls"), "TLS needs both a certificate and its key")
            }
        try refuseUnaskedPlaintext()
    }

    /// The HTTP side of these settings.
    var server: ServerConfiguration {
        var configuration = ServerConfiguration(http: http, tls: tls)
        configuration.publicURL = publicURL
        return configuration
    }

    /// Beyond this machine, patients' data travels in clear only where that was asked for.
    private func refuseUnaskedPlaintext() throws {
        let exposed = [tls == nil && !http.isLoopback ? "--http \(http)" : nil, dicom.isLoopback ? nil : "--dicom \(dicom)"]
            .compactMap { $0 }
        guard exposed.isEmpty || allowsPlaintext else {
            throw Refusal(
                .invalid(field: "allowPlaintext"),
                "\(exposed.joined(separator: " and ")) can be reached from other machines without TLS: "
                    + "give a certificate and key, or say --allow-plaintext where the network itself is protected")
        }
    }

    private static func endpoint(_ key: ConfigKey, _ reader: ConfigReader, default standard: Endpoint) throws -> Endpoint {
        guard let text = reader.string(forKey: key) else { return standard }
        guard let endpoint = Endpoint(text) else {
            throw Refusal(.invalid(field: "\(key)"), "“\(text)” is not HOST:PORT, such as \(standard)")
        }
        return endpoint
    }
}
