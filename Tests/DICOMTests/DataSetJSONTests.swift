import DICOM
import Testing

@Suite("The DICOM JSON model (PS3.18 Annex F)")
struct DataSetJSONTests {
    private func json(_ build: (inout DataSet) -> Void) -> String {
        var dataSet = DataSet(characterSet: .utf8)
        build(&dataSet)
        return dataSet.text
    }

    @Test("decimal strings keep their digits", arguments: [
        ("0.143", "0.143"), ("1.50", "1.50"), ("-1024", "-1024"), ("1e-5", "1e-5"), (" 2.5 ", "2.5"), ("+7", "7"), (".5", "0.5"),
        ("007", "7"), ("5.", "5"), ("abc", "\"abc\""),
    ])
    func numbers(text: String, expected: String) {
        #expect(json { $0.set(.sliceThickness, text) } == "{\"00180050\":{\"vr\":\"DS\",\"Value\":[\(expected)]}}")
    }

    @Test("values of each kind")
    func kinds() {
        #expect(json { $0.setEmpty(.patientID) } == #"{"00100020":{"vr":"LO"}}"#)
        #expect(json { $0.set(.imageType, ["A", "", "B"]) } == #"{"00080008":{"vr":"CS","Value":["A",null,"B"]}}"#)
        #expect(json { $0.set(.patientName, "A^B==C") } == #"{"00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B","Phonetic":"C"}]}}"#)
        #expect(json { $0.set(.patientComments, "a\"b\\c\r\nd\u{1}") } == #"{"00104000":{"vr":"LT","Value":["a\"b\\c\r\nd\u0001"]}}"#)
        #expect(json { $0.set(.frameIncrementPointer, "00181063") } == #"{"00280009":{"vr":"AT","Value":["00181063"]}}"#)
        #expect(json { $0.set(Tag(0x0009, 0x1001), bytes: [0, 1, 2, 3], vr: .UN) } == #"{"00091001":{"vr":"UN","InlineBinary":"AAECAw=="}}"#)
        #expect(json { $0.set(Tag(0x0018, 0x9073), [0.1, 2, -0.0], vr: .FD) } == #"{"00189073":{"vr":"FD","Value":[0.1,2,0]}}"#)
        #expect(json { $0.set(.referencedStudySequence, items: [DataSet()]) } == #"{"00081110":{"vr":"SQ","Value":[{}]}}"#)
    }

    @Test("large binary and Pixel Data are referred to by their path")
    func bulkData() throws {
        var inner = DataSet()
        inner.set(.lutData, bytes: [UInt8](repeating: 7, count: 1026), vr: .OW)
        var outer = DataSet()
        outer.set(.voiLUTSequence, items: [DataSet(), inner])
        let bytes = try outer.encode(transferSyntax: .explicitVRLittleEndian) + element(.pixelData, "OW", [1, 2])
        let dataSet = try parse(bytes)
        let text = String(decoding: dataSet.json { "bulk/\($0)" }, as: UTF8.self)
        #expect(text == #"{"00283010":{"vr":"SQ","Value":[{},{"00283006":{"vr":"OW","BulkDataURI":"bulk/00283010/2/00283006"}}]},"#
            + #""7FE00010":{"vr":"OW","BulkDataURI":"bulk/7FE00010"}}"#)
        let path = try #require(AttributePath("00283010/2/00283006"))
        #expect(dataSet.element(at: path)?.count == 1026)
        #expect(AttributePath("00283010/0/00283006") == nil)
        #expect(AttributePath("00283010") != nil)
        #expect(!String(decoding: dataSet.json(excludePixelData: true) { "\($0)" }, as: UTF8.self).contains("7FE00010"))
    }

    @Test("read back, it is the same data set")
    func roundTrip() throws {
        let original = SampleDataSet.everything
        let read = try DataSet(json: original.json())
        #expect(read.text == original.text)
        #expect(try DataSet.array(json: Array("[\(original.text),{}]".utf8)).count == 2)
    }

    @Test("escapes and characters beyond the Basic Multilingual Plane")
    func escapes() throws {
        let read = try DataSet(json: Array(#"{"00104000":{"vr":"LT","Value":["\u5f20\ud840\udc00\n\/"]}}"#.utf8))
        #expect(read.string(.patientComments) == "张𠀀\n/")
    }

    @Test("what is no DICOM JSON", arguments: [
        "", "{", "[]]", "{\"0010\":{}}", "{\"00100010\":{\"vr\":\"PN\",\"Value\":[}", "{\"00100010\":{\"InlineBinary\":\"*\"}}", "nul", "01", "\"",
        String(repeating: "[", count: 100_000),
    ])
    func wrong(text: String) {
        #expect(throws: DICOMError.self) { try DataSet(json: Array(text.utf8)) }
    }
}

@Suite("Ranges of dates and times in queries (PS3.4 C.2.2.2.5)")
struct QueryRangeTests {
    @Test func dates() {
        #expect(DICOMDate.range("20260101-20260131") == QueryRange(lower: "20260101", upper: "20260131"))
        #expect(DICOMDate.range("20260101-") == QueryRange(lower: "20260101", upper: nil))
        #expect(DICOMDate.range("-20260131 ") == QueryRange(lower: nil, upper: "20260131"))
        #expect(DICOMDate.range("20260101") == QueryRange(lower: "20260101", upper: "20260101"))
        #expect(DICOMDate.range("2026.01.01") == QueryRange(lower: "20260101", upper: "20260101"))
        for wrong in ["", "-", "2026", "20261301", "20260101-20260102-20260103", "x-y"] { #expect(DICOMDate.range(wrong) == nil) }
    }

    @Test func times() {
        #expect(DICOMTime.range("10")?.contains("105959999999") == true)
        #expect(DICOMTime.range("1000-1130")?.contains("113059000000") == true)
        #expect(DICOMTime.range("-1130")?.contains("113100000000") == false)
        #expect(DICOMTime.normalised("10:20:30.5") == "102030500000")
        for wrong in ["", "-", "1", "25", "1060", "10203a"] { #expect(DICOMTime.range(wrong) == nil) }
    }

    @Test func dateTimes() {
        #expect(DICOMDateTime.range("2026")?.contains("20261231235959999999") == true)
        #expect(DICOMDateTime.range("20260101-20260102")?.upper == "20260102235959999999")
        #expect(DICOMDateTime.range("20260101120000+0800-")?.lower == "20260101120000000000")
        #expect(DICOMDateTime.range("20260101120000-0500")?.upper == "20260101120000999999")
    }

    @Test func ages() {
        #expect(Age("042Y")?.years == 42)
        #expect(Age("006M")?.years == 0.5)
        #expect(Age("042Y")?.description == "042Y")
        for wrong in ["", "Y", "042", "042X", "-1Y"] { #expect(Age(wrong) == nil) }
    }
}
