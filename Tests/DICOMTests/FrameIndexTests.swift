import DICOM
import Testing

@Suite("Where frames lie")
struct FrameIndexTests {
    private static let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 0xff, 0xd9]

    private func header(frames: Int, bits: Int = 8, samples: Int = 1, photometric: String = "MONOCHROME2") throws -> [UInt8] {
        var dataSet = DataSet()
        dataSet.set(.rows, 3)
        dataSet.set(.columns, 6)
        dataSet.set(.bitsAllocated, bits)
        dataSet.set(.samplesPerPixel, samples)
        dataSet.set(.photometricInterpretation, photometric)
        dataSet.set(.numberOfFrames, frames)
        return try dataSet.encode(transferSyntax: .explicitVRLittleEndian)
    }

    private func frames(_ bytes: [UInt8], _ syntax: TransferSyntax = .jpegBaseline) throws -> [[[UInt8]]] {
        try bytes.withUnsafeBytes { source in
            let dataSet = try DataSet(parsing: source, transferSyntax: syntax)
            return try FrameIndex(dataSet, source: source).frames.map { $0.ranges.map { [UInt8](source[$0]) } }
        }
    }

    private func encapsulated(_ table: [UInt32], _ fragments: [[UInt8]], frames: Int) throws -> [UInt8] {
        try header(frames: frames)
            + element(.pixelData, "OB", item(table.flatMap(little)) + fragments.flatMap { item($0) } + sequenceEnd, length: undefined)
    }

    @Test("one fragment a frame")
    func oneEach() throws {
        #expect(try frames(encapsulated([], [[1, 2], [3, 4]], frames: 2)) == [[[1, 2]], [[3, 4]]])
    }

    @Test("several fragments for one frame")
    func oneFrame() throws {
        #expect(try frames(encapsulated([], [[1, 2], [3, 4]], frames: 1)) == [[[1, 2], [3, 4]]])
    }

    @Test("by the Basic Offset Table")
    func basicOffsets() throws {
        #expect(try frames(encapsulated([0, 20], [[1, 2], [3, 4], [5, 6]], frames: 2)) == [[[1, 2], [3, 4]], [[5, 6]]])
    }

    @Test("a Basic Offset Table that is wrong is not believed", arguments: [[0, 21], [4, 20], [0, 0], [20, 0], [0]] as [[UInt32]])
    func wrongBasicOffsets(table: [UInt32]) throws {
        let found = try frames(encapsulated(table, [Self.jpeg, [1, 2], Self.jpeg], frames: 2))
        #expect(found == [[Self.jpeg, [1, 2]], [Self.jpeg]])
    }

    @Test("by where codestreams end, if they do not show where they start")
    func byEnds() throws {
        let end: [UInt8] = [9, 9, 0xff, 0xd9]
        #expect(try frames(encapsulated([], [[1, 2], end, [3, 4], end], frames: 2)) == [[[1, 2], end], [[3, 4], end]])
    }

    @Test("by the Extended Offset Table (PS3.3 C.7.6.3.1.8)")
    func extendedOffsets() throws {
        let own: [[UInt8]] = [[1, 2, 3], [4, 5]]
        let encoded = try EncapsulatedPixelData.write(frames: own, extendedAlways: true)
        let bytes = try header(frames: 2) + encoded.extendedOffsetTable + encoded.pixelData
        #expect(try frames(bytes) == [[[1, 2, 3, 0]], [[4, 5]]])
    }

    @Test("what is written has a Basic Offset Table")
    func written() throws {
        let encoded = try EncapsulatedPixelData.write(frames: [[1, 2, 3], [4, 5]])
        #expect(encoded.extendedOffsetTable.isEmpty)
        #expect(Array(encoded.pixelData[12..<28]) == item(little(UInt32(0)) + little(UInt32(12))))
        #expect(try frames(header(frames: 2) + encoded.pixelData) == [[[1, 2, 3, 0]], [[4, 5]]])
        let plan = try EncapsulatedPixelData.Plan(frameLengths: [3, 2])
        #expect(plan.totalCount == encoded.pixelData.count)
    }

    @Test("offsets beyond 4 GiB need the Extended Offset Table")
    func large() throws {
        let plan = try EncapsulatedPixelData.Plan(frameLengths: [0xffff_fff0, 0xffff_fff0, 2])
        #expect(!plan.extendedOffsetTable.isEmpty)
        #expect(plan.start.count == 20)
    }

    @Test("frames that cannot be told apart")
    func video() throws {
        #expect(failure { _ = try frames(encapsulated([], [[1, 2], [3, 4], [5, 6]], frames: 2)) }?.kind == .unsupported)
        #expect(failure { _ = try frames(encapsulated([], [[1, 2]], frames: 100)) }?.kind == .unsupported)
    }

    @Test("fragments that are cut off, or no fragments")
    func broken() throws {
        let whole = try encapsulated([], [[1, 2], [3, 4]], frames: 2)
        for missing in 1...30 { #expect(failure { _ = try frames(Array(whole.dropLast(missing))) }?.kind == .truncated) }
        #expect(failure { _ = try frames(encapsulated([], [], frames: 1)) }?.kind == .malformed)
    }

    @Test(
        "native frames", arguments: [(8, 1, "MONOCHROME2", 18), (16, 1, "MONOCHROME2", 36), (8, 3, "RGB", 54), (8, 3, "YBR_FULL_422", 36)])
    func native(bits: Int, samples: Int, photometric: String, length: Int) throws {
        let pixels = (0..<2 * length).map { UInt8($0) }
        let bytes = try header(frames: 2, bits: bits, samples: samples, photometric: photometric) + element(.pixelData, "OW", pixels)
        #expect(try frames(bytes, .explicitVRLittleEndian) == [[Array(pixels[..<length])], [Array(pixels[length...])]])
    }

    @Test("one bit a pixel: frames need not begin at a byte (PS3.5 8.1.1)")
    func singleBit() throws {
        let bytes = try header(frames: 2, bits: 1) + element(.pixelData, "OB", [0xff, 0xff, 0b11, 0, 0, 0])
        try bytes.withUnsafeBytes { source in
            let dataSet = try DataSet(parsing: source, transferSyntax: .explicitVRLittleEndian)
            let index = try FrameIndex(dataSet, source: source)
            let start = dataSet.pixelData!.offset
            #expect(index.frames.map(\.ranges) == [[start..<start + 3], [start + 2..<start + 5]])
            #expect(index.frames.map(\.firstBit) == [0, 2])
        }
    }

    @Test("too few pixels for the frames, or hostile sizes")
    func tooFew() throws {
        let bytes = try header(frames: 3) + element(.pixelData, "OW", [UInt8](repeating: 0, count: 53 + 1 - 2))
        #expect(failure { _ = try frames(bytes, .explicitVRLittleEndian) }?.kind == .truncated)
        let many = try header(frames: Int(Int32.max)) + element(.pixelData, "OW", [0, 0])
        #expect(failure { _ = try frames(many, .explicitVRLittleEndian) }?.kind == .truncated)
    }
}
