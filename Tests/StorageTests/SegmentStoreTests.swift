import Crypto
import Foundation
import Testing

import ObjectStore

/// A folder that is gone when the test ends.
private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "segments-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
}

private func record(of payload: [UInt8], note: String = "") -> ObjectRecord {
    ObjectRecord(digest: Array(SHA256.hash(data: payload)), received: 1_700_000_000_000, note: Array(note.utf8))
}

private func commit(_ payload: [UInt8], note: String = "", with writer: any ObjectWriter) throws -> ObjectAddress {
    try writer.begin()
    for start in stride(from: 0, to: payload.count, by: 1000) {
        try payload[start..<min(start + 1000, payload.count)].withUnsafeBytes { try writer.append($0) }
    }
    return try writer.commit(record(of: payload, note: note))
}

private func payload(_ count: Int, seed: UInt8) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) ^ seed } }

@Suite struct SegmentStoreTests {
    @Test(arguments: [1, 7, 8, 511, 4096, 700_001])
    func `what was committed is read back`(count: Int) throws {
        try withFolder { folder in
            let store = try SegmentStore(folder: folder)
            let writer = try store.makeWriter()
            let first = try commit(payload(count, seed: 1), with: writer)
            let second = try commit(payload(count, seed: 2), with: writer)
            #expect(try store.read(first).withUnsafeBytes { Array($0) } == payload(count, seed: 1))
            #expect(try store.read(second).withUnsafeBytes { Array($0) } == payload(count, seed: 2))
        }
    }

    @Test func `an abandoned object leaves no trace`() throws {
        try withFolder { folder in
            let store = try SegmentStore(folder: folder)
            let writer = try store.makeWriter()
            try writer.begin()
            try payload(5000, seed: 9).withUnsafeBytes { try writer.append($0) }
            writer.abandon()
            let address = try commit(payload(100, seed: 3), with: writer)
            #expect(address.offset == Int64(SegmentFormat.headerLength + SegmentFormat.recordHeaderLength))
        }
    }

    @Test func `written bytes can be looked at before the commit`() throws {
        try withFolder { folder in
            let store = try SegmentStore(folder: folder)
            let writer = try store.makeWriter()
            try writer.begin()
            try payload(3000, seed: 5).withUnsafeBytes { try writer.append($0) }
            #expect(try writer.withWritten { Array($0) } == payload(3000, seed: 5))
        }
    }

    @Test func `recovery finds what the index does not know, and nothing else`() throws {
        try withFolder { folder in
            let known: ObjectAddress
            do {
                let store = try SegmentStore(folder: folder)
                let writer = try store.makeWriter()
                known = try commit(payload(100, seed: 1), note: "known", with: writer)
                _ = try commit(payload(200, seed: 2), note: "unknown", with: writer)
                // The process dies in the middle of a third object.
                try writer.begin()
                try payload(300, seed: 3).withUnsafeBytes { try writer.append($0) }
            }
            let store = try SegmentStore(folder: folder)
            var notes: [String] = []
            let indexed = [known.segment: SegmentStore.end(of: known)]
            let summary = try store.recover(indexed: indexed) { notes.append(String(decoding: $0.record.note, as: UTF8.self)) }
            #expect(notes == ["unknown"])
            #expect(summary.recovered == 1 && summary.damaged.isEmpty)
        }
    }

    @Test func `a damaged record is reported and hides none after it`() throws {
        try withFolder { folder in
            let damaged: ObjectAddress
            do {
                let store = try SegmentStore(folder: folder)
                let writer = try store.makeWriter()
                damaged = try commit(payload(100, seed: 1), note: "first", with: writer)
                _ = try commit(payload(100, seed: 2), note: "second", with: writer)
                writer.close()
                let file = try FileHandle(forUpdating: URL(fileURLWithPath: store.path(of: damaged.segment)))
                try file.seek(toOffset: UInt64(damaged.offset) + 50)
                try file.write(contentsOf: [0xFF, 0xFE])
            }
            var notes: [String] = []
            let summary = try SegmentStore(folder: folder).recover(indexed: [:]) { notes.append(String(decoding: $0.record.note, as: UTF8.self)) }
            #expect(notes == ["second"])
            #expect(summary.damaged == [damaged])
        }
    }

    @Test func `a removed object does not come back`() throws {
        try withFolder { folder in
            do {
                let store = try SegmentStore(folder: folder)
                let writer = try store.makeWriter()
                let first = try commit(payload(9000, seed: 1), with: writer)
                _ = try commit(payload(9000, seed: 2), note: "kept", with: writer)
                try store.remove(first)
                try store.remove(first)
            }
            var notes: [String] = []
            _ = try SegmentStore(folder: folder).recover(indexed: [:]) { notes.append(String(decoding: $0.record.note, as: UTF8.self)) }
            #expect(notes == ["kept"])
        }
    }

    @Test func `a full segment is followed by a new one, and a recovered one is filled first`() throws {
        try withFolder { folder in
            do {
                let store = try SegmentStore(folder: folder, segmentLength: 10_000)
                let writer = try store.makeWriter()
                let addresses = try (0..<4).map { try commit(payload(6000, seed: UInt8($0)), with: writer) }
                #expect(Set(addresses.map(\.segment)).count == 2)
            }
            let store = try SegmentStore(folder: folder, segmentLength: 1_000_000)
            _ = try store.recover(indexed: [:]) { _ in }
            let address = try commit(payload(10, seed: 0), with: try store.makeWriter())
            #expect(address.segment <= 2)
        }
    }

    @Test func `a record header survives its encoding, and no altered one passes`() {
        let header = RecordHeader(state: .live, length: 77, record: record(of: [1, 2, 3], note: "甲"))
        #expect(header.encoded.withUnsafeBytes(RecordHeader.init) == header)
        for position in header.encoded.indices {
            var altered = header.encoded
            altered[position] ^= 0x10
            #expect(altered.withUnsafeBytes(RecordHeader.init) == nil)
        }
    }
}
