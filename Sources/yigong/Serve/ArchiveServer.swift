import Database
import Foundation
import Logging
import NIOCore
import Runtime
import Server
import ServiceLifecycle

/// What one part of the archive brings to the running server. Parts start in order and stop in the opposite one; the HTTP
/// server is the last to start and the first to stop.
struct ServerPart {
    /// Opens what must be open before the server is announced: a listening port.
    var start: @Sendable () throws -> Void = {}
    var services: [any Service] = []
    /// Routes that this part adds to the HTTP server.
    var routes: [YigongServer.Routes] = []
    /// What this part adds to the line that says the server is ready: `dicom YIGONG@127.0.0.1:11112`. Asked after `start`.
    var announcement: (@Sendable () -> String)?
}

/// Everything that `yigong serve` runs, put together.
struct ArchiveServer {
    let settings: ServeSettings
    let platform: Platform
    let database: Database
    let folder: DataFolder
    private let lock: DataFolderLock

    init(settings: ServeSettings) throws {
        let level = settings.logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        self.settings = settings
        folder = try DataFolder(path: settings.dataFolder)
        lock = try folder.takeLock()
        database = try folder.openDatabase()
        platform = try Platform(database: database, folder: folder)
    }

    /// Runs until a signal asks it to stop; then lets running requests end, and writes what is still in memory.
    func run() async throws {
        try announceFirstStart()
        warnOfPlaintext()
        let parts = try parts()
        let server = try YigongServer(
            configuration: settings.server, platform: platform,
            services: parts.flatMap(\.routes))
        let application = try server.application { port in
            Self.announceReady(settings, port: port, parts.compactMap { $0.announcement?() })
        }
        for part in parts { try part.start() }
        var configuration = ServiceGroupConfiguration(
            services: parts.flatMap(\.services).map { .init(service: $0) } + [.init(service: application)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "services"))
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE || error.errnoCode == EACCES {
            throw Refusal(.conflict, "cannot listen on \(settings.http): \(String(cString: strerror(error.errnoCode)))")
        }
        try withExtendedLifetime(lock) { try database.close() }
    }

    /// The parts, in the order in which they start.
    private func parts() throws -> [ServerPart] {
        let archive = try ArchivePart(settings: settings, folder: folder, platform: platform)
        let recorders = try RecordersPart(database: database, folder: folder)
        let reading = ReadingRoutes(notes: try ReadingNotes(database: database, audit: platform.audit))
        return [
            ServerPart(services: [AuditService(audit: platform.audit)]), archive.part(settings, audit: platform.audit),
            recorders.part(settings, archive: archive.archive, audit: platform.audit),
            ServerPart(routes: [reading.add]), try SystemsPart.part(platform), try AnalyzerPart.part(folder: folder, audit: platform.audit),
        ]
    }

    private func announceFirstStart() throws {
        guard let password = try platform.makeFirstAdministrator(password: settings.adminPassword) else { return }
        Terminal.note("first start: sign in as “admin” with the password \(password) (shown this once)")
    }

    private func warnOfPlaintext() {
        if settings.tls == nil, !settings.http.isLoopback {
            Terminal.note("warning: HTTP at \(settings.http) is not encrypted; passwords and images can be read on the network")
        }
        if !settings.dicom.isLoopback {
            Terminal.note("warning: DICOM at \(settings.dicom) is not encrypted; images can be read on the network")
        }
    }

    private static func announceReady(_ settings: ServeSettings, port: Int, _ announcements: [String]) {
        let scheme = settings.tls == nil ? "http" : "https"
        let address = Endpoint(host: settings.http.host, port: port)
        Terminal.line((["ready \(scheme)://\(address)/"] + announcements).joined(separator: " "))
    }
}

/// Writes the audit events that still wait when everything else has stopped.
private struct AuditService: Service {
    let audit: AuditTrail

    func run() async throws {
        try? await gracefulShutdown()
        audit.flush()
    }
}
