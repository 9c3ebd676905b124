import DICOM
import Testing

@Suite("Files (PS3.10 section 7)")
struct PartTenTests {
    private func file(_ syntax: TransferSyntax = .explicitVRLittleEndian) throws -> [UInt8] {
        try PartTen.write(
            sopClassUID: SOPClass.ctImage.uid, sopInstanceUID: "2.25.1", transferSyntax: syntax, sourceApplicationEntityTitle: "CT1",
            dataSet: SampleDataSet.everything.encode(transferSyntax: syntax))
    }

    private func read(_ bytes: [UInt8]) throws -> PartTen.Object { try bytes.withUnsafeBytes { try PartTen.read($0) } }

    @Test("written and read", arguments: DataSetRoundTripTests.syntaxes)
    func roundTrip(syntax: TransferSyntax) throws {
        let object = try read(file(syntax))
        #expect(object.transferSyntax == syntax)
        #expect(object.meta?.string(.mediaStorageSOPInstanceUID) == "2.25.1")
        #expect(object.meta?.string(.sourceApplicationEntityTitle) == "CT1")
        #expect(object.meta?.string(.implementationVersionName) == "YIGONG_1")
        #expect(UID.isValid(PartTen.implementationClassUID))
        #expect(object.dataSet.string(.patientName) == "Wang^XiaoDong=王^小东")
    }

    @Test("the group length is right, and does not have to be", arguments: [0, 1, 7, 0xffff_ffff] as [UInt32])
    func groupLength(wrong: UInt32) throws {
        var bytes = try file()
        let object = try read(bytes)
        #expect(object.meta?.int(.fileMetaInformationGroupLength) == object.dataSetOffset - 144)
        bytes.replaceSubrange(140..<144, with: little(wrong))
        #expect(try read(bytes).dataSet.string(.patientID) == "ID")
    }

    @Test("an odd preamble, no preamble, no meta information", arguments: DataSetRoundTripTests.syntaxes)
    func oddStarts(syntax: TransferSyntax) throws {
        var bytes = try file(syntax)
        bytes.replaceSubrange(0..<128, with: (0..<128).map { _ in UInt8.random(in: 0...255) })
        #expect(try read(bytes).dataSet.string(.studyDate) == "20260131")
        #expect(try read(Array(bytes[132...])).transferSyntax == syntax)
        let bare = try read(SampleDataSet.everything.encode(transferSyntax: syntax))
        #expect(bare.meta == nil)
        #expect(bare.transferSyntax == syntax)
        #expect(bare.dataSet.int(.rows) == 512)
    }

    @Test("a prefix is enough once it shows the data set")
    func prefix() throws {
        let bytes = try file()
        let offset = try read(bytes).dataSetOffset
        for count in 0..<offset + 20 {
            let start = Result { try bytes[..<count].withUnsafeBytes { try PartTen.parse($0, isPrefix: true) } }
            switch start {
            case .success(let start): #expect(count >= offset && start.dataSetOffset == offset)
            case .failure(let error): #expect((error as? DICOMError)?.kind == .needMore && count < offset + 8)
            }
        }
    }

    @Test("unique identifiers (PS3.5 9.1)")
    func identifiers() {
        #expect(UID.isValid(UID.generate()))
        #expect(UID.generate() != UID.generate())
        for wrong in ["", "1..2", "1.02", "../../x", "1.2.", String(repeating: "1", count: 65), "1.2.x"] { #expect(!UID.isValid(wrong)) }
    }
}
