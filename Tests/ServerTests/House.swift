import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Runtime
import Server

/// A server with accounts, a few pages and one service, on a folder of its own.
final class House: Sendable {
    static let password = "korrekt pferd 电池 92"

    let path: String
    let platform: Platform
    let server: YigongServer

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("server-\(UUID().uuidString)").path
        let folder = try DataFolder(path: path + "/data")
        let database = try Database.open(.sqlite(path: folder.database))
        platform = try Platform(database: database, folder: folder)
        let reading = ReadingRoutes(notes: try ReadingNotes(database: database, audit: platform.audit))
        let accounts: [(String, Set<Role>)] = [("admin", [.administrator]), ("doctor", [.radiologist]), ("nobody", [])]
        for (name, roles) in accounts {
            try platform.accounts.add(name: name, displayName: "", password: Self.password, roles: roles, by: .tester)
        }
        try Self.writePages(in: path + "/public")
        server = YigongServer(
            configuration: ServerConfiguration(http: Endpoint(host: "127.0.0.1", port: 0)), platform: platform,
            files: try StaticFiles(folder: URL(fileURLWithPath: path + "/public")),
            services: [
                reading.add,
                { guarded in
                    let dicom = guarded.group("/dicom-web", demanding: .viewStudies)
                    dicom.get("studies") { _, context in "for \(context.principal.name)" }
                    guarded.group("/dicom-web", demanding: .storeStudies).post("studies") { _, _ in "stored" }
                }
            ])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private static func writePages(in folder: String) throws {
        let script = "import \"./words.js\";\n" + String(repeating: "// a long script\n", count: 100)
        let files = [
            "index.html": "<title>list</title>", "viewer.html": "<title>viewer</title>",
            "login.html": "<link rel=\"stylesheet\" href=\"/styles/login.css\"><script type=\"module\" src=\"/scripts/login.js\"></script><a href=\"/index.html\">",
            "styles/login.css": "body { background: url(../icons/logo.svg#part) }", "icons/logo.svg": "<svg/>",
            "scripts/login.js": script, "scripts/words.js": "export const word = '登录'", "scripts/studies.js": "secret()",
            ".hidden/key": "k",
        ]
        for (name, text) in files {
            let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        try Data("outside".utf8).write(to: URL(fileURLWithPath: folder).deletingLastPathComponent().appendingPathComponent("outside.txt"))
    }

    /// Sends requests straight to the router.
    func run(_ test: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await server.application().test(.router) { try await test($0) }
    }

    /// Sends requests over a socket on the loopback.
    func runLive(_ test: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await server.application().test(.live) { try await test($0) }
    }

    static func basic(_ name: String, _ password: String = House.password) -> HTTPFields {
        [.authorization: "Basic " + Data("\(name):\(password)".utf8).base64EncodedString()]
    }
}

extension Actor {
    static let tester = Actor(name: "tester", origin: "local")
}

extension TestClientProtocol {
    func send(_ method: HTTPRequest.Method, _ uri: String, _ headers: HTTPFields = [:], json: String? = nil) async throws -> TestResponse {
        var headers = headers
        if json != nil { headers[.contentType] = "application/json" }
        return try await execute(uri: uri, method: method, headers: headers, body: json.map { ByteBuffer(string: $0) }) { $0 }
    }

    /// Signs in and returns the header with the session's cookie.
    func signIn(_ name: String) async throws -> HTTPFields {
        let answer = try await send(.post, "/api/session", json: #"{"name": "\#(name)", "password": "\#(House.password)"}"#)
        guard let cookie = answer.headers[.setCookie]?.split(separator: ";").first else { throw HTTPError(answer.status) }
        return [.cookie: String(cookie)]
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    func json() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: Any] ?? [:]
    }
}

extension HTTPField.Name {
    static let requestedWith = HTTPField.Name("X-Requested-With")!
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
