import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Runtime
import Testing

@Suite struct AdministrationTests {
    let house: House
    private let admin = House.basic("admin")

    init() throws { house = try House() }

    @Test func `an account is made, changed, disabled`() async throws {
        try await house.run { client async throws in
            let made = try await client.send(.post, "/api/accounts", admin, json: #"{"name": "li", "displayName": "李医生", "roles": ["radiologist"]}"#)
            #expect(made.status == .created)
            let password = try #require(try made.json()["password"] as? String)
            #expect(try await client.send(.get, "/api/session", House.basic("li", password)).json()["displayName"] as? String == "李医生")
            #expect(try await client.send(.patch, "/api/accounts/li", admin, json: #"{"disabled": true}"#).status == .ok)
            #expect(try await client.send(.get, "/api/session", House.basic("li", password)).status == .unauthorized)
        }
    }

    @Test(arguments: [
        (#"{"name": "li"}"#, 400, "roles"), (#"{"name": "li", "roles": ["king"]}"#, 400, "roles"), ("not json", 400, "the body"), (#"{"name": 5, "roles": []}"#, 400, "name"),
        (#"{"name": "l i", "roles": []}"#, 422, "name"), (#"{"name": "li", "roles": [], "password": "short"}"#, 422, "password"),
        (#"{"name": "admin", "roles": []}"#, 409, "admin"),
    ])
    func `a wrong account is refused with the field that is wrong`(body: String, status: Int, word: String) async throws {
        try await house.run { client async throws in
            let answer = try await client.send(.post, "/api/accounts", admin, json: body)
            #expect(answer.status.code == status && answer.text.contains(word), "\(answer.text)")
        }
    }

    @Test func `a body that is too large is not read to its end`() async throws {
        try await house.run { client async throws in
            let body = #"{"name": ""# + String(repeating: "x", count: 70_000) + #""}"#
            #expect(try await client.send(.post, "/api/accounts", admin, json: body).status == .contentTooLarge)
        }
    }

    @Test func `changing one's password asks for the current one`() async throws {
        try await house.run { client async throws in
            let session = try await client.signIn("doctor").adding(.requestedWith, "yigong")
            func change(_ current: String) async throws -> HTTPResponse.Status {
                try await client.send(.put, "/api/session/password", session, json: #"{"current": "\#(current)", "new": "ganz neues wort 5"}"#).status
            }
            #expect(try await change("wrong") == .unauthorized)
            #expect(try await change(House.password) == .noContent)
            #expect(try await client.send(.get, "/api/session", session).status == .unauthorized, "the old session is over")
            #expect(try await client.send(.get, "/api/session", House.basic("doctor", "ganz neues wort 5")).status == .ok)
        }
    }

    @Test func `peers are listed, added, removed`() async throws {
        try await house.run { client async throws in
            let peer = #"{"aeTitle": "CT 01", "host": "10.0.8.21", "port": 104, "rights": ["echo", "store"], "characterSet": "GB18030"}"#
            #expect(try await client.send(.post, "/api/peers", admin, json: peer).status == .created)
            #expect(try await client.send(.get, "/api/peers", admin).text.contains(#""rights":["echo","store"]"#))
            #expect(try await client.send(.delete, "/api/peers/CT%2001", admin).status == .noContent)
            #expect(try await client.send(.get, "/api/peers", admin).text == "[]")
        }
    }

    @Test func `the audit is paged, and says that it is whole`() async throws {
        try await house.run { client async throws in
            let page = try await client.send(.get, "/api/audit?limit=2", admin).json()
            #expect((page["entries"] as? [Any])?.count == 2)
            let next = try #require(page["next"] as? Int)
            #expect(try await client.send(.get, "/api/audit?before=\(next)&limit=2", admin).status == .ok)
            #expect(try await client.send(.get, "/api/audit?limit=two", admin).status == .unprocessableContent)
            #expect(try await client.send(.get, "/api/audit/verify", admin).json()["intact"] as? Bool == true)
        }
    }
}
