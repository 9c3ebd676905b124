import DICOM
import Database
import ECG
import Recorders
import Testing

private func store() throws -> ECGReportStore { try ECGReportStore(database: Database.open(.memory)) }

private func silent(_ connection: any SQLConnection) {}

@Suite struct ECGReportStoreTests {
    @Test func `a report goes from draft to review, each step a revision`() throws {
        let store = try store()
        #expect(try store.report(on: 7).state == .none)
        var report = try store.save("窦性心律", corrected: ["pr": 148], on: 7, seen: 0, by: "王医师", note: silent)
        #expect(report.state == .draft && report.revision == 1 && report.writtenBy == "王医师")
        report = try store.move(7, .submit, seen: 1, by: "王医师", note: silent)
        #expect(report.state == .submitted)
        report = try store.move(7, .giveBack, seen: 2, by: "李主任", note: silent)
        #expect(report.state == .draft)
        report = try store.move(7, .submit, seen: 3, by: "王医师", note: silent)
        report = try store.move(7, .review, seen: 4, by: "李主任", note: silent)
        #expect(report.state == .reviewed && report.reviewedBy == "李主任" && report.writtenBy == "王医师")
        #expect(report.conclusion == "窦性心律" && report.corrected == ["pr": 148])
        #expect(try store.states(of: [7, 8]) == [7: .reviewed])
    }

    @Test func `two physicians never wipe out each other's words`() throws {
        let store = try store()
        let first = try store.save("a", corrected: [:], on: 1, seen: 0, by: "A", note: silent)
        #expect(throws: ECGReportRefusal.outdated(first)) { try store.save("b", corrected: [:], on: 1, seen: 0, by: "B", note: silent) }
        #expect(try store.report(on: 1).conclusion == "a")
    }

    @Test func `what a state does not allow is refused`() throws {
        let store = try store()
        #expect(throws: ECGReportRefusal.wrongState(.none)) { try store.move(1, .review, seen: 0, by: "A", note: silent) }
        _ = try store.save(" \n", corrected: [:], on: 1, seen: 0, by: "A", note: silent)
        #expect(throws: ECGReportRefusal.empty) { try store.move(1, .submit, seen: 1, by: "A", note: silent) }
        _ = try store.save("窦性心律", corrected: [:], on: 1, seen: 1, by: "A", note: silent)
        _ = try store.move(1, .submit, seen: 2, by: "A", note: silent)
        #expect(throws: ECGReportRefusal.wrongState(.submitted)) { try store.save("x", corrected: [:], on: 1, seen: 3, by: "A", note: silent) }
    }

    @Test func `nothing is saved when its audit is not`() throws {
        struct Refused: Error {}
        let store = try store()
        #expect(throws: Refused.self) { try store.save("a", corrected: [:], on: 1, seen: 0, by: "A") { _ in throw Refused() } }
        #expect(try store.report(on: 1).revision == 0)
    }

    @Test func `numbers and texts without measure are refused`() throws {
        let store = try store()
        let long = String(repeating: "长", count: 9000)
        #expect(throws: ECGReportRefusal.tooLong) { try store.save(long, corrected: [:], on: 1, seen: 0, by: "A", note: silent) }
        #expect(throws: ECGReportRefusal.tooLong) { try store.save("a", corrected: ["pr": .nan], on: 1, seen: 0, by: "A", note: silent) }
    }

    @Test func `phrases are found by the initials of their pinyin`() throws {
        let store = try store()
        #expect(try store.phrases().first { $0.text == "窦性心律" }?.code == "dxxl")
        try store.add(ECGPhrase(kind: .phrase, topic: "", code: "", text: "偶发室性早搏"))
        #expect(try store.phrases().first { $0.text == "偶发室性早搏" }?.code == "ofsxzb")
        try store.remove(.phrase, "偶发室性早搏")
        #expect(try !store.phrases().contains { $0.text == "偶发室性早搏" })
        #expect(throws: ECGReportRefusal.empty) { try store.add(ECGPhrase(kind: .phrase, topic: "", code: "", text: "  ")) }
    }

    @Test func `a report lies in the archive as an encapsulated PDF`() throws {
        var facts = Recording.Facts()
        (facts.patientID, facts.patientName, facts.recordedAt) = ("ZY1", "张^三", "2026-05-01T10:00:00")
        let pdf = Array("%PDF-1.5 odd".utf8) + [10]
        let file = try EncapsulatedReport.write(pdf, title: "心电图报告", facts: facts, time: "2026-05-01 14:05")
        let dataSet = try file.withUnsafeBytes { try PartTen.read($0).dataSet }
        #expect(dataSet.string(.patientName) == "张^三")
        #expect(dataSet.string(.sopClassUID) == "1.2.840.10008.5.1.4.1.1.104.1")
        #expect(dataSet.string(Tag(0x0042, 0x0012)) == "application/pdf")
        #expect(dataSet.string(.contentDate) == "20260501")
    }
}
