import Analyzers
import Foundation
import Testing

@Suite struct StoreTests {
    private let interpreter = Interpreter()
    private let day: Int64 = 86_400_000

    private func store() throws -> AnalyzerStore {
        try AnalyzerStore(path: FileManager.default.temporaryDirectory.appendingPathComponent("analyzers-\(UUID().uuidString).db").path)
    }

    /// The 1st of May 2026 at 08:15:00 in China, when the examples were measured.
    private let then: Int64 = 1_777_594_500_000

    @discardableResult
    private func keep(_ bytes: [UInt8], in store: AnalyzerStore, at time: Int64? = nil, profile: String? = nil) async throws -> StoredMessage {
        let capture = Capture(bytes).messages[0]
        let read = try interpreter.interpret(capture.bytes, language: capture.language, profile: profile.flatMap { interpreter[$0] })
        return try await store.keep(
            IncomingMessage(link: "a", receivedAt: time ?? then, bytes: capture.bytes, language: capture.language, profile: read.profile, messages: read.messages))
    }

    private func replacing(_ old: String, _ new: String, in bytes: [UInt8]) -> [UInt8] {
        Array(String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: old, with: new).utf8)
    }

    @Test func `a resend is counted and changes nothing`() async throws {
        let store = try store()
        #expect(try await keep(Example.sysmex, in: store).isCopy == false)
        #expect(try await keep(Example.sysmex, in: store).isCopy)
        // The same results in other bytes: Sysmex changes the folder of a picture's path from day to day.
        try await keep(replacing("20260501&R&", "20260502&R&", in: Example.sysmex), in: store)
        #expect(try store.runs().count == 1)
        #expect(try store.messages(MessageQuery()).map(\.copies) == [1, 2])
    }

    @Test func `a rerun and a changed value are runs of their own`() async throws {
        let store = try store()
        try await keep(Example.sysmex, in: store)
        try await keep(replacing("20260501081500", "20260501091500", in: Example.sysmex), in: store)
        try await keep(replacing("|  5.5|", "|  5.6|", in: Example.sysmex), in: store)
        let runs = try store.runs(sample: "113")
        #expect(runs.map(\.number) == [3, 2, 1])
        #expect(Set(runs.compactMap { $0.observations.first?.value }) == ["5.5", "5.6"])
    }

    @Test func `a barcode meets its order, before or after the results`() async throws {
        let store = try store()
        _ = try store.add(WorkOrder(sample: "113", tests: ["WBC"], priority: .stat), at: then)
        try await keep(Example.sysmex, in: store)
        #expect(try store.runs().first?.state == "matched")
        #expect(try store.runs().first?.priority == "stat")
        try await keep(replacing("113^A", "114^A", in: Example.sysmex), in: store)
        #expect(try store.runs(sample: "114").first?.reason == "noOrder")
        _ = try store.add(WorkOrder(sample: "114", tests: ["WBC"]), at: then)
        #expect(try store.runs(sample: "114").first?.state == "matched")
    }

    @Test func `a number of the day is matched only with its instrument and date`() async throws {
        let store = try store()
        _ = try store.add(WorkOrder(sample: "155", tests: ["WBC"]), at: then)
        try await keep(Example.mindray, in: store)
        #expect(try store.runs().first?.reason == "dailyNumber", "155 is also somebody's barcode, which it must not meet")
        _ = try store.add(WorkOrder(sample: "B9", link: "a", tests: ["WBC"], dayNumber: "155", day: "20260502"), at: then)
        try await keep(replacing("20260501081339", "20260502081339", in: Example.mindray), in: store, at: then + day)
        #expect(try store.runs().first?.state == "matched")
        try await keep(Example.mindray, in: store, at: then + 365 * day)
        try await keep(replacing("20260501081339", "20250501081339", in: Example.mindray), in: store)
        #expect(try store.runs().first?.reason == "clock")
    }

    @Test func `controls never meet a patient, and a run without a number waits`() async throws {
        let store = try store()
        _ = try store.add(WorkOrder(sample: "113", tests: ["WBC"]), at: then)
        try await keep(replacing("||P|E1394", "||Q|E1394", in: Example.sysmex), in: store)
        #expect(try store.runs().first?.state == "control")
        try await keep(replacing("            113^A", "^A", in: Example.sysmex), in: store)
        #expect(try store.runs(state: .waiting).first?.reason == "noSample")
    }

    @Test func `a waiting run is claimed once`() async throws {
        let store = try store()
        try await keep(Example.mindray, in: store)
        let run = try #require(try store.runs(state: .waiting).first)
        try store.claim(run.id, sample: " B7 ", by: "zhang", at: then)
        #expect(try store.run(run.id)?.sample == "B7")
        #expect(try store.run(run.id)?.claimedBy == "zhang")
        #expect(throws: ClaimError.self) { try store.claim(run.id, sample: "B8", by: "li", at: then) }
        #expect(throws: ClaimError.self) { try store.discard(run.id, by: "li", at: then) }
    }

    @Test func `what cannot be read is kept, found and read later`() async throws {
        let store = try store()
        let bytes = replacing("MSH|^~\\&|", "MSH|^^^^|", in: Example.mindray)
        let message = IncomingMessage(
            link: "a", receivedAt: then, bytes: bytes, language: .hl7, profile: interpreter["generic-hl7"]!, messages: [], state: .dead, fault: "no delimiters")
        try await store.keep(message)
        let letters = DeadLetters(store: store)
        _ = try letters.retry(now: then + 4_000, interpreter: interpreter) { _ in nil }
        #expect(try store.messages(MessageQuery()).first?.attempts == 0, "it is not due yet")
        _ = try letters.retry(now: then + 6_000, interpreter: interpreter) { _ in nil }
        let found = try #require(try store.messages(MessageQuery()).first)
        #expect(found.attempts == 1)
        #expect(found.state == "dead")
        #expect(try store.raw(found.id)?.bytes == bytes)
    }

    @Test func `messages are found by sample, name, code and state`() async throws {
        let store = try store()
        try await keep(Example.mindray, in: store)
        try await keep(Example.sysmex, in: store)
        func count(_ text: String) throws -> Int {
            var query = MessageQuery()
            query.text = text
            return try store.messages(query).count
        }
        #expect(try count("113") == 1)
        #expect(try count("张") == 1)
        #expect(try count("HGB") == 1)
        #expect(try count("%") == 0)
    }

    @Test func `many at once are all kept`() async throws {
        let store = try store()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask { try await keep(replacing("113^A", "N\(number)^A", in: Example.sysmex), in: store) }
            }
            try await group.waitForAll()
        }
        #expect(try store.runs(limit: 500).count == 300)
    }
}
