import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Runtime
import Server
import Testing

/// Walks every route that the router knows, so that a new one cannot forget its guard.
@Suite struct DefaultDenyTests {
    let house: House

    init() throws { house = try House() }

    /// What anyone may have: the login page with what it needs, signing in, and a sign of life.
    private static let publicRoutes: Set<String> = [
        "GET /login", "GET /health", "POST /api/session",
        "GET /styles/login.css", "GET /scripts/login.js", "GET /scripts/words.js", "GET /icons/logo.svg",
    ]

    /// What everyone who is signed in may have, whatever their rights.
    private static let ownSession: Set<String> = ["GET /api/session", "DELETE /api/session", "PUT /api/session/password"]

    /// The addresses of pages, from which a stranger is led to the login.
    private static let pages: Set<String> = [
        "/", "/viewer", "/aside", "/ecg", "/ecg/reader", "/desk", "/records", "/record", "/reports", "/analyzers",
    ]

    /// A file of the web front end: it says nothing about anyone, and everyone who is signed in may have it.
    private static func isFile(_ path: String) -> Bool { path.split(separator: "/").last?.contains(".") ?? false }

    private var routes: [(method: HTTPRequest.Method, path: String)] {
        house.server.router().routes.map { ($0.method, $0.path.description) }
    }

    /// A route as it stands in the lists above: an asset's lasting address (`/~0a1b2c…/styles/login.css`) counts as its plain one.
    private static func listed(_ method: HTTPRequest.Method, _ path: String) -> String {
        guard path.hasPrefix("/~"), let slash = path.dropFirst().firstIndex(of: "/") else { return "\(method) \(path)" }
        return "\(method) \(path[slash...])"
    }

    private func concrete(_ path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix(":") || $0.hasPrefix("{") ? "1" : String($0) }
            .reduce("") { $0 + "/" + $1 }.nonEmptyPath
    }

    @Test func `no route answers without credentials that is not public`() async throws {
        let routes = routes
        #expect(routes.count > 20)
        try await house.run { client async throws in
            for (method, path) in routes where !Self.publicRoutes.contains(Self.listed(method, path)) {
                let answer = try await client.send(method, concrete(path))
                #expect(answer.status == (Self.pages.contains(path) ? .seeOther : .unauthorized), "\(method) \(path)")
            }
        }
    }

    @Test func `no route answers an account without any right`() async throws {
        let routes = routes
        try await house.run { client async throws in
            for (method, path) in routes where !Self.publicRoutes.union(Self.ownSession).contains(Self.listed(method, path)) {
                let answer = try await client.send(method, concrete(path), House.basic("nobody"))
                #expect(answer.status == (Self.isFile(path) ? .ok : .forbidden), "\(method) \(path)")
            }
        }
    }

    @Test func `public routes are the ones listed, no more`() async throws {
        let routes = routes
        try await house.run { client async throws in
            for (method, path) in routes where Self.publicRoutes.contains(Self.listed(method, path)) {
                let answer = try await client.send(method, concrete(path), json: method == .post ? "{}" : nil)
                #expect(answer.status == (method == .post ? .badRequest : .ok), "\(method) \(path)")
            }
        }
        #expect(Self.publicRoutes.isSubset(of: routes.map { "\($0.method) \($0.path)" }))
    }

    @Test func `a doctor sees studies and nothing of the administration`() async throws {
        try await house.run { client async throws in
            #expect(try await client.send(.get, "/dicom-web/studies", House.basic("doctor")).text == "for doctor")
            for path in ["/api/accounts", "/api/audit", "/api/peers", "/metrics"] {
                #expect(try await client.send(.get, path, House.basic("doctor")).status == .forbidden, "\(path)")
            }
        }
        house.platform.audit.flush()
        let refused = try house.platform.audit.entries(AuditQuery(actor: "doctor", action: "access.refused"))
        #expect(refused.contains { $0.event.objectID == "/api/accounts" && $0.event.detail == "needs manageAccounts" })
    }

    @Test func `metrics are open to this machine only`() async throws {
        try await house.run { client async throws in #expect(try await client.send(.get, "/metrics").status == .unauthorized) }
        try await house.runLive { client async throws in
            _ = try await client.send(.get, "/health")
            let text = try await client.send(.get, "/metrics").text
            #expect(text.contains(#"yigong_http_requests_total{method="GET",route="/health",status="200"} 1"#))
            #expect(text.contains("# TYPE yigong_http_request_duration_seconds histogram"))
        }
    }
}

extension String {
    fileprivate var nonEmptyPath: String { isEmpty ? "/" : self }
}
