import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Runtime
import Testing

@Suite struct CredentialTests {
    let house: House

    init() throws { house = try House() }

    @Test func `signing in sets a cookie that scripts cannot read, and signing out ends it`() async throws {
        try await house.run { client async throws in
            let answer = try await client.send(.post, "/api/session", json: #"{"name": "doctor", "password": "\#(House.password)"}"#)
            #expect(answer.status == .noContent)
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.hasPrefix("yigong_session=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))

            var headers = try await client.signIn("doctor")
            let me = try await client.send(.get, "/api/session", headers).json()
            #expect(me["name"] as? String == "doctor" && me["roles"] as? [String] == ["radiologist"] && me["language"] as? String == "zh")

            headers[.requestedWith] = "yigong"
            #expect(try await client.send(.delete, "/api/session", headers).status == .noContent)
            #expect(try await client.send(.get, "/api/session", headers).status == .unauthorized)
        }
    }

    @Test func `a wrong password and an unknown name get the same answer`() async throws {
        try await house.run { client async throws in
            let wrong = try await client.send(.post, "/api/session", json: #"{"name": "doctor", "password": "x"}"#)
            let unknown = try await client.send(.post, "/api/session", json: #"{"name": "stranger", "password": "x"}"#)
            #expect(wrong.status == .unauthorized && unknown.status == .unauthorized && wrong.text == unknown.text)
        }
    }

    @Test func `guessing is answered with 429 and a time`() async throws {
        try await house.run { client async throws in
            for _ in 0..<5 { _ = try await client.send(.get, "/api/session", House.basic("doctor", "guess")) }
            let answer = try await client.send(.get, "/api/session", House.basic("doctor"))
            #expect(answer.status == .tooManyRequests && answer.headers[.retryAfter] == "30")
        }
    }

    @Test func `even right sign-ins have a rate`() async throws {
        try await house.run { client async throws in
            var statuses: [Int] = []
            for _ in 0..<60 {
                statuses.append(try await client.send(.post, "/api/session", json: "{}").status.code)
                if statuses.last == 429 { break }
            }
            #expect(statuses.first == 400 && statuses.last == 429)
        }
    }

    @Test func `DICOMweb programs are told Basic, scripts in a page are not`() async throws {
        try await house.run { client async throws in
            let program = try await client.send(.get, "/dicom-web/studies")
            #expect(program.headers[.wwwAuthenticate]?.hasPrefix("Basic realm=") == true)
            let page = try await client.send(.get, "/dicom-web/studies", [.fetchSite: "same-origin"])
            #expect(page.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        }
    }

    @Test func `a bearer token works until it is revoked`() async throws {
        try await house.run { client async throws in
            let session = try await client.signIn("doctor").adding(.requestedWith, "yigong")
            let made = try await client.send(.post, "/api/tokens", session, json: #"{"label": "script", "rights": ["viewStudies"]}"#)
            #expect(made.status == .created)
            let secret = try #require(try made.json()["secret"] as? String)
            let bearer: HTTPFields = [.authorization: "Bearer \(secret)"]
            #expect(try await client.send(.get, "/dicom-web/studies", bearer).status == .ok)
            #expect(try await client.send(.post, "/dicom-web/studies", bearer).status == .forbidden)
            #expect(try await client.send(.post, "/api/tokens", bearer, json: "{}").status == .forbidden)
            let token = try #require(try made.json()["token"] as? [String: Any])
            let id = try #require(token["id"] as? String)
            #expect(try await client.send(.delete, "/api/tokens/\(id)", session).status == .noContent)
            #expect(try await client.send(.get, "/dicom-web/studies", bearer).status == .unauthorized)
        }
    }

    @Test(arguments: ["Basic", "Basic !!!", "Basic bm9jb2xvbg==", "Bearer x", "Digest a=b", "Bearer yg_" + String(repeating: "x", count: 2000)])
    func `credentials that cannot be read are wrong ones`(header: String) async throws {
        try await house.run { client async throws in
            #expect(try await client.send(.get, "/dicom-web/studies", [.authorization: header]).status == .unauthorized)
        }
    }

    @Test func `a change that rides on a cookie needs proof that our own page made it`() async throws {
        try await house.run { client async throws in
            let session = try await client.signIn("admin")
            let peer = #"{"aeTitle": "CT01", "host": "10.0.0.1", "port": 104}"#
            func status(_ headers: HTTPFields) async throws -> HTTPResponse.Status {
                try await client.send(.post, "/api/peers", headers, json: peer).status
            }
            #expect(try await status(session) == .forbidden)
            #expect(try await status(session.adding(.fetchSite, "cross-site")) == .forbidden)
            #expect(try await status(session.adding(.fetchSite, "same-site")) == .forbidden)
            #expect(try await status(session.adding(.origin, "http://evil.example")) == .forbidden)
            #expect(try await status(session.adding(.origin, "null")) == .forbidden)
            #expect(try await status(session.adding(.requestedWith, "yigong")) == .created)
            #expect(try await status(session.adding(.fetchSite, "same-origin")) == .created)
            #expect(try await status(session.adding(.origin, "http://localhost")) == .created)
            #expect(try await status(House.basic("admin")) == .created, "programs send no cookie")
        }
    }

    @Test func `another site cannot sign its victim in`() async throws {
        try await house.run { client async throws in
            let body = #"{"name": "doctor", "password": "\#(House.password)"}"#
            #expect(try await client.send(.post, "/api/session", [.fetchSite: "cross-site"], json: body).status == .forbidden)
        }
    }
}

extension HTTPFields {
    func adding(_ name: HTTPField.Name, _ value: String) -> HTTPFields {
        var fields = self
        fields[name] = value
        return fields
    }
}
