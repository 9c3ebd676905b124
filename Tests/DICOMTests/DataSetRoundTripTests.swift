import DICOM
import Testing

@Suite("Data sets are what they were after writing and reading")
struct DataSetRoundTripTests {
    static let syntaxes: [TransferSyntax] = [.implicitVRLittleEndian, .explicitVRLittleEndian, .explicitVRBigEndian]

    @Test("in every native syntax", arguments: syntaxes, syntaxes)
    func roundTrip(first: TransferSyntax, second: TransferSyntax) throws {
        let original = SampleDataSet.everything
        let once = try parse(original.encode(transferSyntax: first), first)
        let twice = try parse(once.encode(transferSyntax: second), second)
        #expect(twice.text == once.text)
        let same = try twice.encode(transferSyntax: .explicitVRLittleEndian) == original.encode(transferSyntax: .explicitVRLittleEndian)
        #expect(same)
        #expect(once.text == original.text)
    }

    @Test("values in Swift's types")
    func values() throws {
        let dataSet = try parse(SampleDataSet.everything.encode(transferSyntax: .explicitVRBigEndian), .explicitVRBigEndian)
        #expect(dataSet.strings(.imageType) == ["ORIGINAL", "PRIMARY", "AXIAL"])
        #expect(dataSet.personName(.patientName)?.ideographic.familyName == "王")
        #expect(dataSet.string(.sliceThickness) == "0.143")
        #expect(dataSet.doubles(.imageOrientationPatient) == [1, 0, 0, 0, 0.5, -0.25])
        #expect(dataSet.int(.rows) == 512)
        #expect(dataSet.doubles(Tag(0x0018, 0x9461)) == [1.5, -2.25])
        #expect(dataSet.double(Tag(0x0018, 0x9073)) == 0.1)
        #expect(dataSet.int(.smallestImagePixelValue) == -1024)
        #expect(dataSet[.frameIncrementPointer]?.tags == [.frameTime])
        #expect(dataSet.ints(.redPaletteColorLookupTableData) == [0x1234, 0x5678])
        #expect(dataSet[.accessionNumber]?.isEmpty == true)
        #expect(dataSet.string(.accessionNumber) == nil)
        #expect(dataSet[.studyID] == nil)
        #expect(dataSet.items(.procedureCodeSequence).map { $0.string(.codeMeaning) } == ["头部CT", "胸部CT"])
        #expect(dataSet.items(.procedureCodeSequence)[1].items(.referencedImageSequence).count == 2)
    }

    @Test("deflated (PS3.5 A.5)")
    func deflated() throws {
        let dataSet = SampleDataSet.everything
        let file = try PartTen.write(
            sopClassUID: SOPClass.ctImage.uid, sopInstanceUID: "2.25.1", transferSyntax: .deflatedExplicitVRLittleEndian,
            dataSet: dataSet.encode(transferSyntax: .deflatedExplicitVRLittleEndian))
        let object = try file.withUnsafeBytes { try PartTen.read($0) }
        #expect(object.dataSet.text == dataSet.text)
        #expect(object.inflated != nil)
        let tooLarge = failure { _ = try file.withUnsafeBytes { try PartTen.read($0, inflateLimit: 100) } }
        #expect(tooLarge?.kind == .limit)
    }

    @Test("a change leaves the rest as it was")
    func change() throws {
        var dataSet = try parse(SampleDataSet.everything.encode(transferSyntax: .explicitVRBigEndian), .explicitVRBigEndian)
        dataSet.set(.patientID, "42")
        dataSet.remove(.studyDate)
        #expect(dataSet.string(.patientID) == "42")
        #expect(!dataSet.contains(.studyDate))
        #expect(dataSet.int(.rows) == 512)
        let again = try parse(dataSet.encode(transferSyntax: .implicitVRLittleEndian), .implicitVRLittleEndian)
        #expect(again.int(.rows) == 512)
        #expect(again.map(\.tag) == again.map(\.tag).sorted())
    }

    @Test("a value too long for 16 bits is written as UN (PS3.5 6.2.2), and read as what it is")
    func tooLongForShortLength() throws {
        var dataSet = DataSet()
        dataSet.set(.windowCenter, [Double](repeating: 40, count: 30_000))
        let bytes = try dataSet.encode(transferSyntax: .explicitVRLittleEndian)
        #expect(Array(bytes[4..<6]) == Array("UN".utf8))
        #expect(try parse(bytes).doubles(.windowCenter).count == 30_000)
    }
}

@Suite("Decimal strings hold 16 characters at most (PS3.5 6.2)")
struct DecimalStringTests {
    @Test(arguments: [0.143, 1.0 / 3, -1.0 / 3, 1e-7 / 3, 123_456_789.123_456_789, -9.87e200, 512, .pi])
    func fits(number: Double) throws {
        var dataSet = DataSet()
        dataSet.set(.sliceThickness, number)
        let text = try #require(dataSet.string(.sliceThickness))
        #expect(text.utf8.count <= 16)
        #expect(abs(try #require(Double(text)) - number) <= abs(number) * 1e-9)
    }
}
