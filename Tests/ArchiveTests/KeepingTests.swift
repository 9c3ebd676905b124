import Archive
import DICOM
import Foundation
import Testing

@Suite struct KeepingTests {
    @Test func `a trashed study is out of every answer, and comes back`() throws {
        try withArchive { archive, _ in
            try archive.store(SampleImage())
            try archive.trash(study: "2.25.1")
            #expect(try archive.find(Query(level: .study)).isEmpty)
            #expect(try archive.instances(in: .study("2.25.1")).isEmpty)
            #expect(try archive.metadata(series: "2.25.1.1", study: "2.25.1", base: "http://x") == nil)
            try archive.restore(study: "2.25.1")
            #expect(try archive.instances(in: .study("2.25.1")).count == 1)
        }
    }

    @Test func `sending what lies in the trash takes it out`() throws {
        try withArchive { archive, _ in
            try archive.store(SampleImage())
            try archive.trash(study: "2.25.1")
            #expect(try archive.store(SampleImage()).outcome == .duplicate)
            #expect(try archive.find(Query(level: .study)).count == 1)
        }
    }

    @Test func `an emptied trash stays empty after a restart`() throws {
        try withArchive { archive, folder in
            try archive.store(SampleImage())
            try archive.trash(study: "2.25.1")
            let report = try archive.emptyTrash(deletedBefore: Date(timeIntervalSinceNow: 60))
            #expect(report.studies == 1 && report.instances == 1)
            #expect(try archive.trashedStudies().isEmpty)
            #expect(try archive.store(SampleImage()).outcome == .stored)
        }
    }

    @Test(arguments: CompressionPolicy.Method.allCases)
    func `compression loses nothing, and the original is recognised`(method: CompressionPolicy.Method) throws {
        try withArchive { archive, _ in
            var flat = SampleImage()
            flat.fill = 0
            try archive.store(flat)
            let before = try #require(try archive.instance(flat.instance))
            let report = try archive.compress(by: [CompressionPolicy(olderThanDays: 0, method: method)])
            let after = try #require(try archive.instance(flat.instance))
            #expect(report.objects + report.skipped == 1)
            if report.objects == 1 {
                #expect(after.transferSyntax == method.transferSyntax && after.length < before.length)
            }
            #expect(try archive.open(after).decodedFrame(0).pixels.withUnsafeBytes { Array($0) } == flat.pixels)
            #expect(try archive.store(flat).outcome == .duplicate)
            #expect(try archive.verify().faults.isEmpty)
        }
    }

    @Test(arguments: [TransferSyntax.implicitVRLittleEndian, .explicitVRBigEndian, .deflatedExplicitVRLittleEndian, .rleLossless, .jpegLosslessFirstOrder, .jpegLSLossless, .jpeg2000Lossless])
    func `an object given in another transfer syntax is the same image`(syntax: TransferSyntax) throws {
        try withArchive { archive, _ in
            let image = SampleImage()
            try archive.store(image)
            var bytes: [UInt8] = []
            try archive.open(try #require(try archive.instance(image.instance))).write(as: syntax) { bytes.append(contentsOf: $0) }
            try withArchive { second, _ in
                try second.store(bytes, syntax: syntax)
                let object = try second.open(try #require(try second.instance(image.instance)))
                #expect(try object.decodedFrame(0).pixels.withUnsafeBytes { Array($0) } == image.pixels)
                #expect(try object.header().string(.patientName) == image.name)
            }
        }
    }

    @Test func `metadata follows what arrives`() throws {
        try withArchive { archive, _ in
            try archive.store(SampleImage())
            let first = try #require(try archive.metadata(series: "2.25.1.1", study: "2.25.1", base: "http://x/dicom-web"))
            try archive.store(SampleImage(instance: "2.25.1.1.2", number: 2))
            let second = try #require(try archive.metadata(series: "2.25.1.1", study: "2.25.1", base: "http://x/dicom-web"))
            let objects = try #require(try JSONSerialization.jsonObject(with: Data(try second.json())) as? [[String: Any]])
            #expect(objects.count == 2)
            #expect(second.length > first.length)
        }
    }
}
