import CoreMetrics
import HTTPTypes
import Hummingbird
import Logging

/// Counts, times and logs every request. The time is until the answer's head; bodies stream after it.
///
/// The log has the route's pattern and the path without its query: queries hold names of patients.
struct RequestRecord: RouterMiddleware {
    let metrics: PrometheusRegistry

    func handle(
        _ request: Request, context: YigongContext, next: (Request, YigongContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let elapsed = start.duration(to: .now)
        let route = context.endpointPath ?? "none"
        let status = response.status.code
        metrics.makeCounter(
            label: "yigong_http_requests",
            dimensions: [("method", request.method.rawValue), ("route", route), ("status", String(status))]
        ).increment(by: 1)
        metrics.makeTimer(label: "yigong_http_request_duration", dimensions: [("route", route)])
            .recordNanoseconds(elapsed.components.seconds * 1_000_000_000 + elapsed.components.attoseconds / 1_000_000_000)
        context.logger.log(
            level: status >= 500 ? .error : .info, "request",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.uri.path)", "route": "\(route)", "status": "\(status)",
                "ms": "\(elapsed / .milliseconds(1))", "from": "\(context.address ?? "-")",
            ])
        return response
    }
}
