import HTTPTypes
import Hummingbird
import Runtime

/// `/health` for whoever watches the service, `/metrics` for Prometheus.
struct HealthRoutes {
    let platform: Platform
    let metrics: PrometheusRegistry

    private struct Health: Encodable {
        let status: String
    }

    /// 200 while the database answers, 503 otherwise; says nothing else to anyone.
    func addHealth(to routes: some RouterMethods<YigongContext>) {
        routes.get("/health") { _, _ in
            let isWell = (try? await offload { try platform.accounts.isEmpty() }) != nil
            return JSONAnswer(status: isWell ? .ok : .serviceUnavailable, content: Health(status: isWell ? "ok" : "unavailable"))
        }
    }

    /// From this machine without credentials, from elsewhere with the right to manage the archive.
    func addMetrics(to routes: some RouterMethods<YigongContext>) {
        routes.get("/metrics") { _, context in
            if !context.isLoopback {
                guard let principal = context.principal else { throw SignInFailure.wrong }
                guard principal.may(.manageArchive) else { throw MissingRight(right: .manageArchive) }
            }
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: metrics.exposition() + ProcessMetrics.exposition())))
        }
    }
}
