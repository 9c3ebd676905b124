import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Runtime
import ServiceLifecycle

/// The HTTP side of Yigong: pages, API and DICOMweb over one router in which everything is refused that no right allows.
public struct YigongServer: Sendable {
    /// Adds the routes of one service to the guarded part of the router.
    public typealias Routes = @Sendable (GuardedRoutes) -> Void

    let configuration: ServerConfiguration
    let platform: Platform
    let metrics: PrometheusRegistry
    let files: StaticFiles
    let services: [Routes]

    /// - Parameter services: what is served beside accounts and pages: DICOMweb, the archive's API.
    public init(
        configuration: ServerConfiguration, platform: Platform, metrics: PrometheusRegistry = PrometheusRegistry(),
        services: [Routes] = []
    ) throws {
        self.init(
            configuration: configuration, platform: platform, metrics: metrics, files: try StaticFiles.shipped.get(),
            services: services)
    }

    package init(
        configuration: ServerConfiguration, platform: Platform, metrics: PrometheusRegistry = PrometheusRegistry(),
        files: StaticFiles, services: [Routes] = []
    ) {
        self.configuration = configuration
        self.platform = platform
        self.metrics = metrics
        self.files = files
        self.services = services
        ProcessMetrics.begin()
    }

    /// All routes. What is not added through `GuardedRoutes` is public, and stands in the upper half of this function.
    public func router() -> Router<YigongContext> {
        let router = Router(context: YigongContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestRecord(metrics: metrics))
        router.add(middleware: SecurityHeaders(isTLS: isTLS))
        router.add(middleware: ErrorAnswers())

        let session = SessionRoutes(platform: platform, isTLS: isTLS)
        let health = HealthRoutes(platform: platform, metrics: metrics)
        let pages = PageRoutes(files: files)
        session.addPublic(to: router)
        health.addHealth(to: router)
        pages.addPublic(to: router)

        let recognised = router.group()
            .add(middleware: Authentication(authenticator: platform.authenticator))
            .add(middleware: CrossSiteProtection())
        health.addMetrics(to: recognised)

        let guarded = GuardedRoutes(signedIn: recognised.group(context: SignedInContext.self), audit: platform.audit)
        session.add(to: guarded.forAnyone)
        AccountRoutes(platform: platform).add(to: guarded.group("/api/accounts", demanding: .manageAccounts))
        TokenRoutes(platform: platform).add(to: guarded.group("/api/tokens", demanding: .useTokens))
        AuditRoutes(platform: platform).add(to: guarded.group("/api/audit", demanding: .readAudit))
        PeerRoutes(platform: platform).add(to: guarded.group("/api/peers", demanding: .managePeers))
        for add in services { add(guarded) }
        pages.add(to: guarded)
        return router
    }

    /// The service that listens and answers.
    /// - Parameter onReady: called once, with the port that is listened on.
    public func application(onReady: @escaping @Sendable (Int) async -> Void = { _ in }) throws -> some ApplicationProtocol {
        Application(
            router: router(),
            server: try serverBuilder(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.http.host, port: configuration.http.port),
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.maximumConnections)),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? configuration.http.port) },
            logger: Logger(label: "http"))
    }

    private var isTLS: Bool { configuration.tls != nil }

    private func serverBuilder() throws -> HTTPServerBuilder {
        let connection = HTTP1Channel.Configuration(idleTimeout: .seconds(Int64(configuration.idleSeconds)))
        let plain = HTTPServerBuilder { EventLoopChannel(base: HTTP1Channel(responder: $0, configuration: connection)) }
        guard let files = configuration.tls else { return plain }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        return try .tls(plain, tlsConfiguration: tls)
    }
}
