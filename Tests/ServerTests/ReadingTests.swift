import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Runtime
import Testing

@Suite struct ReadingTests {
    let house: House
    private let doctor = House.basic("doctor")
    private let path = "/api/studies/1.2.840.1/annotations"

    init() throws { house = try House() }

    private func list(_ revision: Int, _ ids: String..., x: Double = 1.25) -> String {
        let shapes = ids.map {
            #"{"id": "\#($0)", "kind": "length", "series": "1.2", "image": "1.2.3", "frame": 1, "points": [{"x": \#(x), "y": 2}, {"x": 3, "y": 4}], "text": "结节", "author": "someone", "at": "2026-11-23T08:00:00Z"}"#
        }
        return #"{"revision": \#(revision), "annotations": [\#(shapes.joined(separator: ","))]}"#
    }

    @Test func `a study that nothing was drawn on has revision 0`() async throws {
        try await house.run { client async throws in
            let answer = try await client.send(.get, path, doctor)
            #expect(answer.status == .ok && answer.text == #"{"annotations":[],"revision":0}"#)
        }
    }

    @Test func `what was drawn comes back with the account that drew it`() async throws {
        try await house.run { client async throws in
            #expect(try await client.send(.put, path, doctor, json: list(0, "a", "b")).status == .ok)
            let kept = try await client.send(.get, path, House.basic("admin")).json()
            let shapes = try #require(kept["annotations"] as? [[String: Any]])
            #expect(kept["revision"] as? Int == 1 && shapes.count == 2)
            #expect(shapes[0]["author"] as? String == "doctor" && shapes[0]["text"] as? String == "结节")
            #expect(((shapes[0]["points"] as? [[String: Double]])?[0]) == ["x": 1.25, "y": 2])
        }
    }

    @Test func `whoever builds on an older revision is told what there is now`() async throws {
        try await house.run { client async throws in
            #expect(try await client.send(.put, path, doctor, json: list(0, "a")).status == .ok)
            let late = try await client.send(.put, path, House.basic("admin"), json: list(0, "b"))
            #expect(late.status == .conflict && late.text.contains(#""id":"a""#))
            #expect(try await client.send(.put, path, House.basic("admin"), json: list(1, "a", "b")).status == .ok)
            let shapes = try #require(try await client.send(.get, path, doctor).json()["annotations"] as? [[String: Any]])
            #expect(shapes.compactMap { $0["author"] as? String } == ["doctor", "admin"], "an untouched shape keeps its author")
        }
    }

    @Test func `saving is in the audit`() async throws {
        try await house.run { client async throws in
            _ = try await client.send(.put, path, doctor, json: list(0, "a"))
            #expect(try await client.send(.get, "/api/audit", House.basic("admin")).text.contains("annotation.save"))
        }
    }

    @Test(arguments: [
        (#"{"revision": 0}"#, 400), ("[]", 400), ("{", 400), (#"{"revision": 0, "annotations": [{"id": "a"}]}"#, 400),
        (#"{"revision": 0, "annotations": [{"id": "", "kind": "length", "series": "1", "image": "1", "frame": 1, "points": [{"x": 1, "y": 1}], "text": "", "author": "", "at": "x"}]}"#, 422),
        (#"{"revision": 0, "annotations": [{"id": "a", "kind": "length", "series": "1", "image": "1", "frame": 0, "points": [], "text": "", "author": "", "at": "x"}]}"#, 422),
    ])
    func `what cannot be kept is refused`(body: String, status: Int) async throws {
        try await house.run { client async throws in
            #expect(try await client.send(.put, path, doctor, json: body).status.code == status)
        }
    }

    @Test func `nobody reads or writes without the right`() async throws {
        try await house.run { client async throws in
            #expect(try await client.send(.get, path).status == .unauthorized)
            #expect(try await client.send(.get, path, House.basic("nobody")).status == .forbidden)
            #expect(try await client.send(.put, path, House.basic("nobody"), json: list(0)).status == .forbidden)
            #expect(try await client.send(.get, "/api/studies/..%2F1/annotations", doctor).status == .badRequest)
        }
    }

    @Test func `an account's choices are its own`() async throws {
        try await house.run { client async throws in
            let choices = "/api/reading/choices/hanging"
            #expect(try await client.send(.get, choices, doctor).text == "null")
            #expect(try await client.send(.put, choices, doctor, json: #"[{"id": "mine"}]"#).status == .noContent)
            #expect(try await client.send(.get, choices, doctor).text == #"[{"id": "mine"}]"#)
            #expect(try await client.send(.get, choices, House.basic("admin")).text == "null")
            #expect(try await client.send(.put, choices, doctor, json: "{").status == .badRequest)
            #expect(try await client.send(.get, "/api/reading/choices/A_b", doctor).status.code == 422)
        }
    }
}
