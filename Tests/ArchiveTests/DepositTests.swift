import Archive
import DICOM
import Foundation
import Testing

@Suite struct DepositTests {
    @Test func `an object comes back bit for bit`() throws {
        try withArchive { archive, _ in
            let image = SampleImage()
            #expect(try archive.store(image).outcome == .stored)
            let stored = try #require(try archive.instance(image.instance))
            #expect(try archive.open(stored).dataSet.withUnsafeBytes { Array($0) } == image.bytes())
        }
    }

    @Test func `the same object twice is one`() throws {
        try withArchive { archive, _ in
            try archive.store(SampleImage())
            #expect(try archive.store(SampleImage()).outcome == .duplicate)
            #expect(try archive.instances(in: .study("2.25.1")).count == 1)
        }
    }

    @Test func `a conflict is kept aside and never replaces the first`() throws {
        try withArchive { archive, _ in
            let first = SampleImage(), second = SampleImage(fill: 99)
            try archive.store(first)
            #expect(try archive.store(second).outcome == .conflict)
            let stored = try #require(try archive.instance(first.instance))
            #expect(try archive.open(stored).dataSet.withUnsafeBytes { Array($0) } == first.bytes())
            #expect(try archive.aside().map(\.reason) == [.conflict])
        }
    }

    @Test func `what a conflict differs in is told`() throws {
        try withArchive { archive, _ in
            try archive.store(SampleImage())
            try archive.store(SampleImage(fill: 99))
            let comparison = try archive.compare(aside: try archive.aside()[0].id)
            #expect(comparison.isShown && comparison.hasOtherPixels == true)
            #expect(comparison.differences.isEmpty)
            #expect(throws: ArchiveError.self) { try archive.compare(aside: 999) }
        }
    }

    @Test func `an object cut off anywhere is refused and leaves nothing`() throws {
        try withArchive { archive, _ in
            let whole = try SampleImage().bytes()
            // Between two elements a cut cannot be told from an end; inside one it can.
            let pixels = whole.count - SampleImage().pixels.count
            for length in Array(0..<60) + Array(pixels - 11..<whole.count) {
                #expect(throws: StoreRefusal.self, "cut at \(length)") { try archive.store(Array(whole[..<length])) }
            }
            #expect(try archive.find(Query(level: .instance)).isEmpty)
        }
    }

    @Test func `an object cut off inside its fragments is refused`() throws {
        try withArchive { archive, _ in
            let image = SampleImage()
            try archive.store(image)
            var coded: [UInt8] = []
            let stored = try #require(try archive.instance(image.instance))
            try archive.open(stored).write(as: .rleLossless) { coded.append(contentsOf: $0) }
            try withArchive { second, _ in
                for missing in [9, 20, 100] {
                    let cut = Array(coded.dropLast(missing))
                    #expect(throws: StoreRefusal.self, "\(missing) bytes short") { try second.store(cut, syntax: .rleLossless) }
                }
                let whole = try second.store(coded, syntax: .rleLossless)
                #expect(whole.outcome == .stored)
            }
        }
    }

    @Test(arguments: ["../../x", "1.2.a", "", ".1.2", String(repeating: "1", count: 65)])
    func `what is no UID is refused by name`(uid: String) throws {
        try withArchive { archive, _ in
            var image = SampleImage()
            image.instance = uid
            let refusal = #expect(throws: StoreRefusal.self) { try archive.store(image) }
            #expect(refusal?.message.contains("SOPInstanceUID") == true)
        }
    }

    @Test func `a data set that is not what the request said is refused`() throws {
        try withArchive { archive, _ in
            let refusal = #expect(throws: StoreRefusal.self) { try archive.store(try SampleImage().bytes(), instance: "2.25.9") }
            #expect(refusal?.dimseStatus == 0xA900)
        }
    }

    @Test func `what was acknowledged survives a process that ends without closing`() throws {
        let folder = NSTemporaryDirectory() + "archive-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            let archive = try openArchive(folder)
            for number in 1...20 {
                var image = SampleImage()
                image.instance = "2.25.1.1.\(number)"
                try archive.store(image)
            }
            // The index is lost as well: everything must come back from the objects alone.
        }
        for name in ["index.sqlite", "index.sqlite-wal", "index.sqlite-shm"] { try? FileManager.default.removeItem(atPath: folder + "/" + name) }
        let archive = try openArchive(folder)
        #expect(archive.reconciliation.recovered == 20)
        #expect(try archive.instances(in: .study("2.25.1")).count == 20)
        #expect(try archive.verify().faults.isEmpty)
        try archive.close()
    }

    @Test func `a quarantined object is seen only once it is released`() throws {
        try withArchive { archive, _ in
            let deposit = try archive.deposit(from: .init(callingAE: "WHO", peer: "10.0.0.9:1", isQuarantined: true))
            try deposit.begin(transferSyntax: .explicitVRLittleEndian, sopClassUID: nil, sopInstanceUID: nil)
            try SampleImage().bytes().withUnsafeBytes { try deposit.append($0) }
            #expect(try deposit.finish().outcome == .quarantined)
            #expect(try archive.find(Query(level: .instance)).isEmpty)
            let aside = try #require(try archive.aside().first)
            #expect(aside.reason == .quarantine && aside.callingAE == "WHO")
            try #expect(archive.release(aside: aside.id).outcome == .stored)
            #expect(try archive.find(Query(level: .instance)).count == 1)
            #expect(try archive.aside().isEmpty)
        }
    }
}
