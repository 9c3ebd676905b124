import Analyzers
import Runtime
import Server
import ServiceLifecycle

/// The links to laboratory analyzers as a part of the server.
enum AnalyzerPart {
    static func part(folder: DataFolder, audit: AuditTrail) throws -> ServerPart {
        let service = try AnalyzerService(store: try AnalyzerStore(path: folder.path + "/analyzers.db"))
        return ServerPart(services: [AnalyzerLinks(service: service)], routes: [AnalyzerRoutes(service: service, audit: audit).add])
    }
}

/// Keeps the links running until the server stops.
private struct AnalyzerLinks: Service {
    let service: AnalyzerService

    func run() async throws {
        try await service.start()
        try? await gracefulShutdown()
        await service.stop()
        service.store.close()
    }
}
