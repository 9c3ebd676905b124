import Database
import ECG
import Foundation
import Recorders
import Testing

private func withStore(_ body: (RecordingStore, String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("recordings-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(try RecordingStore(database: Database.open(.memory), folder: folder), folder)
}

@Suite struct RecordingStoreTests {
    private let scp = try! RecordingSource(bytes: SampleRecording.make(count: 600).encoded(as: .scp), name: "cart.scp")

    @Test func `a recording comes back as it came, and twice is once`() throws {
        try withStore { store, _ in
            let first = try store.keep(scp, origin: "test")
            #expect(try store.keep(scp, origin: "again").id == first.id)
            #expect(try store.source(of: first.id).bytes == scp.bytes)
            #expect(try store.file(of: first.id).recording.leads[0].samples == SampleRecording.make(count: 600).leads[0].samples)
            #expect(first.state == .read && first.format == .scp && first.leads == 12 && first.patientName == "张三")
        }
    }

    @Test func `a file that nobody understands is kept with what is wrong with it`() throws {
        try withStore { store, _ in
            let stored = try store.keep(RecordingSource(bytes: Array(scp.bytes.prefix(900)), name: "cut.scp"), origin: "test")
            #expect(stored.state == .unreadable && stored.fault?.contains("SCP-ECG") == true)
            #expect(try store.source(of: stored.id).bytes.count == 900)
        }
    }

    @Test func `files that belong to a recording are kept with it`() throws {
        try withStore { store, _ in
            let recording = SampleRecording.make(count: 600)
            let stored = try store.keep(SampleFiles(recording: recording).wfdb, origin: "test")
            #expect(try store.file(of: stored.id).recording.leads[2].samples == recording.leads[2].samples)
        }
    }

    @Test func `people are found by name, pinyin and number`() throws {
        try withStore { store, _ in
            _ = try store.keep(scp, origin: "test")
            for search in ["张", "zhangsan", "zs", "P1", "cart"] {
                var query = RecordingQuery()
                query.search = search
                #expect(try store.find(query).total == 1, "\(search)")
            }
            var query = RecordingQuery()
            query.search = "李%"
            #expect(try store.find(query).total == 0)
        }
    }

    @Test func `rows that were lost are made anew from the files`() throws {
        try withStore { store, folder in
            let stored = try store.keep(scp, origin: "test")
            _ = try store.attach(Array("%PDF-1.4 report".utf8), name: "report.pdf", to: stored.id, origin: "test")
            let again = try RecordingStore(database: Database.open(.memory), folder: folder)
            let found = try #require(try again.find(RecordingQuery()).recordings.first)
            #expect(found.digest == stored.digest && found.receivedAt == stored.receivedAt)
            #expect(try again.reports(of: found.id).map(\.name) == ["report.pdf"])
        }
    }

    @Test func `a result message brings its recording, and is acknowledged when that is kept`() throws {
        try withStore { store, _ in
            let data = Data(try SampleRecording.make(count: 600, leads: 12).encoded(as: .aecg)).base64EncodedString()
            let pdf = Data("%PDF-1.4 report".utf8).base64EncodedString()
            let message = """
                MSH|^~\\&|CART|ROOM|ECG|YIGONG|20260402101530||ORU^R01|77|P|2.5.1\r\
                PID|1||0815^^^HIS||王^五||19600101|M\rOBR|1|||ECG|||20260402101530\r\
                OBX|1|ED|ECG^aECG||^TEXT^XML^Base64^\(data)||||||F\rOBX|2|ED|PDF||^AP^PDF^Base64^\(pdf)||||||F\r
                """
            let port = RecordingMLLPPort(store: store)
            #expect(String(decoding: port.reply(to: Array(message.utf8), peer: "test"), as: UTF8.self).contains("MSA|AA|77"))
            let stored = try #require(try store.find(RecordingQuery()).recordings.first)
            #expect(stored.patientID == "P1", "the file's own patient counts first")
            #expect(try store.reports(of: stored.id).count == 1)
            let empty = message.replacing("|ED|", with: "|NM|")
            #expect(String(decoding: port.reply(to: Array(empty.utf8), peer: "test"), as: UTF8.self).contains("MSA|AE|77"))
        }
    }
}
