import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Server
import Testing

@Suite struct PageTests {
    let house: House

    /// One house for all: pages only read, and three accounts take three key derivations to make.
    private static let shared = Result { try House() }

    init() throws { house = try Self.shared.get() }

    @Test func `whoever opens a page without a session is led to the login and back`() async throws {
        try await house.run { client async throws in
            let answer = try await client.send(.get, "/viewer?study=1.2.3&series=1.2.4")
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/login?next=/viewer%3Fstudy%3D1.2.3%26series%3D1.2.4")
        }
    }

    @Test(arguments: [
        ("/", "text/html; charset=utf-8"), ("/viewer", "text/html; charset=utf-8"), ("/styles/login.css", "text/css; charset=utf-8"),
        ("/scripts/studies.js", "text/javascript; charset=utf-8"), ("/icons/logo.svg", "image/svg+xml"),
    ])
    func `files say what they are`(path: String, type: String) async throws {
        try await house.run { client async throws in
            let answer = try await client.send(.get, path, House.basic("doctor"))
            #expect(answer.status == .ok && answer.headers[.contentType] == type)
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        }
    }

    @Test func `a page names its assets by addresses that last`() async throws {
        try await house.run { client async throws in
            let page = try await client.send(.get, "/login").text
            let start = try #require(page.range(of: "\"/~")?.lowerBound)
            let address = String(page[page.index(after: start)...].prefix { $0 != "\"" })
            let asset = try await client.send(.get, address)
            #expect(asset.status == .ok && asset.headers[.cacheControl] == "private, max-age=31536000, immutable")
            let plain = try await client.send(.get, "/" + address.split(separator: "/").dropFirst().joined(separator: "/"))
            #expect(plain.headers[.cacheControl] == "no-cache" && plain.body == asset.body)
        }
    }

    @Test func `a file that the browser has is not sent again`() async throws {
        try await house.run { client async throws in
            let first = try await client.send(.get, "/scripts/login.js")
            let tag = try #require(first.headers[.eTag])
            let again = try await client.send(.get, "/scripts/login.js", [.ifNoneMatch: tag])
            #expect(again.status == .notModified && again.body.readableBytes == 0 && again.headers[.eTag] == tag)
            #expect(try await client.send(.get, "/scripts/login.js", [.ifNoneMatch: "\"other\""]).status == .ok)
        }
    }

    @Test func `text goes compressed to those who take it, under its own tag`() async throws {
        try await house.run { client async throws in
            let plain = try await client.send(.get, "/scripts/login.js")
            let gzip = try await client.send(.get, "/scripts/login.js", [.acceptEncoding: "br, gzip;q=0.8"])
            #expect(gzip.headers[.contentEncoding] == "gzip" && gzip.headers[.vary] == "Accept-Encoding")
            #expect(gzip.body.readableBytes < plain.body.readableBytes / 4)
            #expect(Array(gzip.body.readableBytesView.prefix(2)) == [0x1F, 0x8B])
            #expect(gzip.headers[.eTag] != plain.headers[.eTag])
            let refused = try await client.send(.get, "/scripts/login.js", [.acceptEncoding: "gzip;q=0"])
            #expect(refused.headers[.contentEncoding] == nil)
        }
    }

    @Test(arguments: [
        "/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/scripts/../../outside.txt", "/.hidden/key", "//etc/passwd",
        "/scripts", "/scripts/", "/scripts/login.js%00",
    ])
    func `nothing outside the folder can be named`(path: String) async throws {
        try await house.run { client async throws in
            let answer = try await client.send(.get, path, House.basic("doctor"))
            #expect(answer.status == .notFound, "\(path)")
            #expect(!answer.text.contains("outside\n") && answer.text != "outside")
        }
    }

    @Test func `HEAD has the headers and no body`() async throws {
        try await house.runLive { client async throws in
            let answer = try await client.send(.head, "/login")
            #expect(answer.status == .ok && answer.body.readableBytes == 0 && answer.headers[.eTag] != nil)
        }
    }

    @Test func `every answer carries the security headers, errors too`() async throws {
        try await house.run { client async throws in
            for path in ["/login", "/health", "/api/session", "/nothing/here", "/dicom-web/studies"] {
                let headers = try await client.send(.get, path).headers
                #expect(headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true, "\(path)")
                #expect(headers[.contentSecurityPolicy]?.contains("unsafe") == false, "\(path)")
                #expect(headers[.xContentTypeOptions] == "nosniff", "\(path)")
            }
            #expect(try await client.send(.get, "/api/session").headers[.cacheControl] == "no-store")
        }
    }
}
