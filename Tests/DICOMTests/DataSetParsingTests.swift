import DICOM
import Testing

@Suite("Reading data sets as they are met")
struct DataSetParsingTests {
    @Test("UN of undefined length is implicit inside (CP-246)")
    func unknownSequence() throws {
        let inner = little(UInt16(0x0008)) + little(UInt16(0x0100)) + little(UInt32(2)) + Array("A ".utf8)
        let bytes = element(Tag(0x0009, 0x1010), "UN", item(inner) + sequenceEnd, length: undefined)
        let dataSet = try parse(bytes)
        #expect(dataSet[Tag(0x0009, 0x1010)]?.vr == .SQ)
        #expect(dataSet.items(Tag(0x0009, 0x1010)).first?.string(.codeValue) == "A")
    }

    @Test("UN of a known attribute is read as what it is (PS3.5 6.2.2)")
    func knownAsUnknown() throws {
        let dataSet = try parse(element(.patientID, "UN", Array("ID12".utf8)))
        #expect(dataSet[.patientID]?.vr == .LO)
        #expect(dataSet.string(.patientID) == "ID12")
    }

    @Test("a representation nobody knows has a 32-bit length (PS3.5 6.2)")
    func unknownRepresentation() throws {
        let bytes = little(UInt16(0x0009)) + little(UInt16(0x1001)) + Array("ZZ".utf8) + [0, 0] + little(UInt32(2)) + [1, 2]
        let dataSet = try parse(bytes + element(.patientID, "LO", Array("X ".utf8)))
        #expect(dataSet.bytes(Tag(0x0009, 0x1001)) == [1, 2])
        #expect(dataSet.string(.patientID) == "X")
    }

    @Test("items of an explicit data set may turn out to be implicit")
    func implicitItem() throws {
        let inner = little(UInt16(0x0008)) + little(UInt16(0x0100)) + little(UInt32(2)) + Array("A ".utf8)
        let dataSet = try parse(element(.procedureCodeSequence, "SQ", item(inner)))
        #expect(dataSet.items(.procedureCodeSequence).first?.string(.codeValue) == "A")
    }

    @Test("wrong group lengths and odd lengths do not matter")
    func wrongGroupLength() throws {
        let bytes = element(Tag(0x0010, 0x0000), "UL", [0xff, 0xff, 0xff, 0x7f]) + element(.patientName, "PN", Array("Doe".utf8))
            + element(.patientID, "LO", Array("ID".utf8))
        let dataSet = try parse(bytes)
        #expect(dataSet.string(.patientName) == "Doe")
        #expect(dataSet.string(.patientID) == "ID")
        #expect(!(try parse(dataSet.encode(transferSyntax: .explicitVRLittleEndian))).contains(Tag(0x0010, 0x0000)))
    }

    @Test("US or SS follows Pixel Representation, also where that comes later")
    func signedOrUnsigned() throws {
        var dataSet = DataSet()
        dataSet.set(.pixelRepresentation, 1)
        dataSet.set(.smallestImagePixelValue, -7, vr: .SS)
        var inner = DataSet()
        inner.set(.smallestImagePixelValue, -8, vr: .SS)
        dataSet.set(.referencedImageSequence, items: [inner])
        let read = try parse(dataSet.encode(transferSyntax: .implicitVRLittleEndian), .implicitVRLittleEndian)
        #expect(read.int(.smallestImagePixelValue) == -7)
        #expect(read.items(.referencedImageSequence).first?.int(.smallestImagePixelValue) == -8)
    }

    @Test("the header is read without Pixel Data, whose place is known")
    func stopsAtPixelData() throws {
        let header = element(.rows, "US", [2, 0])
        let bytes = header + element(.pixelData, "OW", [1, 2, 3, 4])
        let dataSet = try parse(bytes)
        #expect(dataSet[.pixelData] == nil)
        #expect(dataSet.headerLength == header.count)
        #expect(dataSet.pixelData?.offset == header.count + 12)
        #expect(dataSet.pixelData?.length == 4)
        #expect(dataSet.pixelData?.isEncapsulated == false)
        #expect(try parse(bytes, stopAtPixelData: false).bytes(.pixelData) == [1, 2, 3, 4])
    }

    @Test("a prefix says how much more it needs")
    func prefixes() throws {
        let whole = try SampleDataSet.everything.encode(transferSyntax: .explicitVRLittleEndian)
            + element(.pixelData, "OW", [UInt8](repeating: 0, count: 100))
        let headerEnd = whole.count - 100
        for count in 0..<headerEnd {
            let error = failure { _ = try parse(Array(whole[..<count]), isPrefix: true) }
            // With no byte at all, or after a whole element, there is nothing yet that could be wrong.
            if let error { #expect(error.kind == .needMore && error.offset! > UInt64(count)) }
        }
        for count in headerEnd..<whole.count {
            #expect(try parse(Array(whole[..<count]), isPrefix: true).pixelData?.length == 100)
        }
    }

    @Test("zeros at the end are padding")
    func trailingZeros() throws {
        let dataSet = try parse(element(.patientID, "LO", Array("ID".utf8)) + [UInt8](repeating: 0, count: 511))
        #expect(dataSet.map(\.tag) == [.patientID])
    }

    @Test("functional groups: of the frame, shared, or of the data set itself (PS3.3 C.7.6.16)")
    func functionalGroups() {
        func group(_ slope: Double) -> DataSet {
            var transformation = DataSet()
            transformation.set(.rescaleSlope, slope)
            var groups = DataSet()
            groups.set(.pixelValueTransformationSequence, items: [transformation])
            return groups
        }
        var dataSet = DataSet()
        dataSet.set(.rescaleIntercept, -1024)
        dataSet.set(.sharedFunctionalGroupsSequence, items: [group(3)])
        dataSet.set(.perFrameFunctionalGroupsSequence, items: [group(1), DataSet()])
        let macro = Tag.pixelValueTransformationSequence
        #expect(dataSet.perFrame(0, sequence: macro, attribute: .rescaleSlope)?.double == 1)
        #expect(dataSet.perFrame(1, sequence: macro, attribute: .rescaleSlope)?.double == 3)
        #expect(dataSet.perFrame(1, sequence: macro, attribute: .rescaleIntercept)?.double == -1024)
        #expect(dataSet.functionalGroup(macro, frame: 0)?.double(.rescaleSlope) == 1)
    }
}
