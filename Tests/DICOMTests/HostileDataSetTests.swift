import DICOM
import Testing

@Suite("Bytes that are wrong get an error that says what and where")
struct HostileDataSetTests {
    @Test("cut at every byte, in every syntax", arguments: DataSetRoundTripTests.syntaxes)
    func cutAnywhere(syntax: TransferSyntax) throws {
        let whole = try SampleDataSet.everything.encode(transferSyntax: syntax)
        for count in 0..<whole.count {
            guard let error = failure({ _ = try parse(Array(whole[..<count]), syntax) }) else { continue }
            #expect(error.kind == .truncated || error.kind == .malformed)
            #expect(error.offset! <= UInt64(count))
        }
    }

    @Test("a length that runs past the end")
    func lengthPastEnd() throws {
        let error = failure { _ = try parse(element(.patientID, "UT", [1, 2], length: 0x7fff_ffff)) }
        #expect(error?.kind == .truncated)
        #expect(error?.tag == .patientID)
        #expect(error?.message.contains("(0010,0020)") == true)
    }

    @Test("a length that runs past the item is told with its path")
    func lengthPastItem() throws {
        let inner = element(.codeValue, "SH", [1, 2], length: 200)
        let bytes = element(.procedureCodeSequence, "SQ", item([]) + item(inner)) + [UInt8](repeating: 65, count: 400)
        let error = failure { _ = try parse(bytes) }
        #expect(error?.kind == .malformed)
        #expect(error?.message.hasPrefix("(0008,1032)[2].(0008,0100) ") == true)
    }

    @Test("Pixel Data that is cut off")
    func pixelDataCut() throws {
        let error = failure { _ = try parse(element(.pixelData, "OW", [1, 2, 3, 4], length: 8)) }
        #expect(error?.kind == .truncated)
        #expect(error?.tag == .pixelData)
    }

    @Test("sequences within sequences without end", arguments: [33, 40, 10_000])
    func depthBomb(depth: Int) throws {
        let level = element(.procedureCodeSequence, "SQ", [], length: undefined) + item([], length: undefined)
        let bomb = (0..<depth).flatMap { _ in level }
        #expect(failure { _ = try parse(bomb) }?.kind == .limit)
    }

    @Test("as deep as allowed is read")
    func deepestAllowed() throws {
        var bytes = element(.codeValue, "SH", Array("A ".utf8))
        for _ in 0..<32 { bytes = element(.procedureCodeSequence, "SQ", item(bytes)) }
        var here = try parse(bytes)
        for _ in 0..<32 { here = try #require(here.items(.procedureCodeSequence).first) }
        #expect(here.string(.codeValue) == "A")
    }

    @Test("only sequences may have an undefined length")
    func undefinedText() throws {
        #expect(failure { _ = try parse(element(.patientID, "UT", Array("AB".utf8), length: undefined)) }?.kind == .malformed)
    }

    @Test("what is no DICOM at all", arguments: ["", "%PDF-1.7 …", "GIF89a", "MZ", String(repeating: "x", count: 300), "{\"00080005\":{}}"])
    func notDICOM(text: String) throws {
        let error = failure { _ = try Array(text.utf8).withUnsafeBytes { try PartTen.parse($0) } }
        #expect(error?.kind == .notDICOM)
    }

    @Test("random bytes never do harm")
    func randomBytes() throws {
        var generator = SystemRandomNumberGenerator()
        let whole = try SampleDataSet.everything.encode(transferSyntax: .explicitVRLittleEndian)
        for _ in 0..<2000 {
            var bytes = whole
            for _ in 0..<4 { bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator) }
            for syntax in DataSetRoundTripTests.syntaxes {
                guard let dataSet = try? parse(bytes, syntax) else { continue }
                _ = dataSet.json()
                _ = try? dataSet.encode(transferSyntax: .explicitVRBigEndian)
            }
        }
    }
}
