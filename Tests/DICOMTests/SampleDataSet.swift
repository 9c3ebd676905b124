import DICOM

/// A data set with every value representation, nested sequences and Chinese text. Made here, from nothing.
enum SampleDataSet {
    static var everything: DataSet {
        var dataSet = DataSet(characterSet: .utf8)
        dataSet.set(.imageType, ["ORIGINAL", "PRIMARY", "AXIAL"])
        dataSet.set(.sopClassUID, SOPClass.ctImage.uid)
        dataSet.set(.sopInstanceUID, "2.25.1")
        dataSet.set(.studyDate, "20260131")
        dataSet.set(.patientName, "Wang^XiaoDong=王^小东")
        dataSet.set(.patientID, "ID\\1")
        dataSet.set(.patientAge, "042Y")
        dataSet.set(.sliceThickness, 0.143)
        dataSet.set(.seriesNumber, [7])
        dataSet.set(.imageOrientationPatient, [1, 0, 0, 0, 0.5, -0.25])
        dataSet.set(.rows, 512)
        dataSet.set(Tag(0x0018, 0x9461), [1.5, -2.25], vr: .FL)
        dataSet.set(Tag(0x0018, 0x9073), 0.1, vr: .FD)
        dataSet.set(.pixelRepresentation, 1)
        dataSet.set(.smallestImagePixelValue, -1024, vr: .SS)
        dataSet.set(Tag(0x0018, 0x6020), -5, vr: .SL)
        dataSet.set(Tag(0x0018, 0x6016), 70_000, vr: .UL)
        dataSet.set(.frameIncrementPointer, "00181063", vr: .AT)
        dataSet.set(.extendedOffsetTable, bytes: [1, 2, 3, 4, 5, 6, 7, 8], vr: .OV)
        dataSet.set(.redPaletteColorLookupTableData, bytes: [0x34, 0x12, 0x78, 0x56], vr: .OW)
        dataSet.set(Tag(0x0009, 0x0010), "YIGONG TEST", vr: .LO)
        dataSet.set(Tag(0x0009, 0x1001), bytes: [1, 2, 3], vr: .UN)
        dataSet.setEmpty(.accessionNumber)
        dataSet.setEmpty(.referencedStudySequence)
        dataSet.set(.procedureCodeSequence, items: [code("A", "头部CT"), code("B", "胸部CT")])
        return dataSet
    }

    private static func code(_ value: String, _ meaning: String) -> DataSet {
        var inner = DataSet(characterSet: .utf8)
        inner.set(.codeValue, value)
        inner.set(.codeMeaning, meaning)
        var outer = inner
        outer.set(.referencedImageSequence, items: [inner, DataSet()])
        return outer
    }
}

/// Parses bytes that are held by an array.
func parse(
    _ bytes: [UInt8], _ syntax: TransferSyntax = .explicitVRLittleEndian, stopAtPixelData: Bool = true, isPrefix: Bool = false,
    defaultCharacterSet: CharacterSet? = nil
) throws -> DataSet {
    try bytes.withUnsafeBytes {
        try DataSet(
            parsing: $0, transferSyntax: syntax, stopAtPixelData: stopAtPixelData, isPrefix: isPrefix,
            defaultCharacterSet: defaultCharacterSet)
    }
}

/// An explicit little endian element written by hand, with whatever length it claims.
func element(_ tag: Tag, _ vr: String, _ value: [UInt8], length: UInt32? = nil) -> [UInt8] {
    let long = ["OB", "OW", "SQ", "UN", "UT", "UC"].contains(vr)
    let claimed = length ?? UInt32(value.count)
    var bytes = little(tag.group) + little(tag.element) + Array(vr.utf8)
    bytes += long ? [0, 0] + little(claimed) : little(UInt16(truncatingIfNeeded: claimed))
    return bytes + value
}

func item(_ value: [UInt8], length: UInt32? = nil) -> [UInt8] {
    [0xfe, 0xff, 0x00, 0xe0] + little(length ?? UInt32(value.count)) + value
}

let sequenceEnd: [UInt8] = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]
let itemEnd: [UInt8] = [0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0]
let undefined: UInt32 = 0xffff_ffff

func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

/// The error that something throws, for tests that look into it.
func failure(_ body: () throws -> Void) -> DICOMError? {
    do { try body() } catch { return error as? DICOMError }
    return nil
}

extension DataSet {
    /// The JSON model as text, which tests compare.
    var text: String { String(decoding: json(), as: UTF8.self) }
}
