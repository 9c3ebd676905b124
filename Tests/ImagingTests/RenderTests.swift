import Imaging
import Testing

/// Little endian bytes of 16-bit cells.
private func cells(_ values: [Int16]) -> [UInt8] {
    values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
}

private func format(columns: Int, rows: Int = 1, bits: Int = 16, photometric: PhotometricInterpretation = .monochrome2) -> PixelFormat {
    PixelFormat(rows: rows, columns: columns, bitsAllocated: bits, isSigned: bits == 16, photometric: photometric)
}

struct RenderTests {
    @Test func `a linear window is the formula of C.11.2.1.2.1, rounded half up`() throws {
        let values: [Int16] = [-2000, -160, -159, 39, 40, 41, 239, 240, 3000]
        let request = RenderRequest(voi: .linear(center: 40, width: 400))
        let picture = try Renderer.render(cells(values), format: format(columns: values.count), request: request)
        let expected = values.map { (value: Int16) -> UInt8 in
            let line: Double = ((Double(value) - 39.5) / 399 + 0.5) * 255
            return UInt8(min(max((line + 0.5).rounded(.down), 0), 255))
        }
        #expect(picture.bytes == expected)
        #expect((picture.width, picture.height, picture.channels, picture.bitsPerSample) == (9, 1, 1, 8))
    }

    @Test func `the modality table wins its place before the window`() throws {
        let table = LookupTable(first: -1, entries: [0, 100, 200], bits: 8)
        let request = RenderRequest(modality: .table(table), voi: .linearExact(center: 100, width: 200))
        let picture = try Renderer.render(cells([-5, -1, 0, 1, 9]), format: format(columns: 5), request: request)
        #expect(picture.bytes == [0, 0, 128, 255, 255])
    }

    @Test func `MONOCHROME1 is inverted once, and its padding stays black`() throws {
        let request = RenderRequest(voi: .linearExact(center: 50, width: 100), padding: Padding(-9), shape: .inverse)
        let picture = try Renderer.render(
            cells([-9, 0, 100]), format: format(columns: 3, photometric: .monochrome1), request: request)
        #expect(picture.bytes == [0, 255, 0])
    }

    @Test func `sigmoid and sixteen bits`() throws {
        let request = RenderRequest(voi: .sigmoid(center: 10, width: 5), depth: .sixteen)
        let picture = try Renderer.render(cells([10, 30_000]), format: format(columns: 2), request: request)
        #expect(picture.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) } == [32_768, 65_535])
    }

    @Test func `a palette and a coloured overlay`() throws {
        let ramp = LookupTable(entries: [0, 0x8000, 0xFFFF], bits: 16)
        let palette = Palette(red: ramp, green: ramp, blue: LookupTable(entries: [0xFF00], bits: 16))
        let overlay = Overlay(
            plane: .packed([0b1000], bitOffset: 1), rows: 1, columns: 3, color: Overlay.Color(red: 1, green: 2, blue: 3))
        let picture = try Renderer.render(
            [0, 1, 2] as [UInt8], format: format(columns: 3, bits: 8, photometric: .paletteColor),
            request: RenderRequest(palette: palette, overlays: [overlay]))
        #expect(picture.bytes == [0, 0, 255, 128, 128, 255, 1, 2, 3])
    }

    @Test func `geometry crops, fits and turns`() throws {
        let frame = (0..<48).map { UInt8($0) }
        let geometry = RenderGeometry(
            crop: .init(x: 2, y: 1, width: 4, height: 2), viewport: .init(width: 8, height: 8), rotation: .quarter,
            flipsHorizontally: true, filter: .nearest)
        let picture = try Renderer.render(
            frame, format: format(columns: 8, rows: 6, bits: 8),
            request: RenderRequest(voi: .linear(center: 128, width: 256), geometry: geometry))
        #expect((picture.width, picture.height) == (4, 8))
        #expect(Array(picture.bytes.prefix(4)) == [10, 10, 18, 18])
    }

    @Test func `pictures become files`() throws {
        let picture = try Renderer.render([0, 128, 255] as [UInt8], format: format(columns: 3, bits: 8))
        #expect(try picture.jpeg(quality: 80).prefix(3) == [0xFF, 0xD8, 0xFF])
        #expect(try picture.png().prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    }

    @Test func `modality values come in the smallest type`() throws {
        let pixels = cells([0, 1, 2])
        try pixels.withUnsafeBytes { bytes in
            let whole = try Renderer.modalityValues(
                bytes, format: format(columns: 3), modality: .rescale(slope: 2, intercept: -1024))
            #expect(whole.kind == .int16)
            #expect(whole.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) } == [-1024, -1022, -1020])
            let broken = try Renderer.modalityValues(bytes, format: format(columns: 3), modality: .rescale(slope: 0.5, intercept: 0))
            #expect(broken.kind == .float32)
            #expect(broken.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) } == [0, 0.5, 1])
        }
    }

    @Test func `statistics and histogram leave padding out`() throws {
        try cells([1, 2, 3, -2000]).withUnsafeBytes { bytes in
            let found = try Renderer.statistics(bytes, format: format(columns: 4), padding: Padding(-3000, limit: -1000))
            #expect((found.count, found.minimum, found.maximum, found.mean) == (3, 1, 3, 2))
            #expect(abs(found.standardDeviation - (2.0 / 3).squareRoot()) < 1e-15)
            let bins = try Renderer.histogram(
                bytes, format: format(columns: 4), range: 1...3, bins: 2, padding: Padding(-2000))
            #expect(bins == [1, 2])
        }
    }

    @Test(arguments: [
        (PixelFormat(rows: 2, columns: 2, bitsAllocated: 16), ImagingError.Code.badArgument, "2 × 2 pixels need 8 bytes; there are 4"),
        (PixelFormat(rows: -1, columns: 2, bitsAllocated: 16), .badArgument, "Rows cannot be -1"),
        (PixelFormat(rows: 1, columns: 1, bitsAllocated: 12), .unsupported, "Bits Allocated is 12"),
        (PixelFormat(rows: 1, columns: 1, samplesPerPixel: 3, bitsAllocated: 8, photometric: .unknown("HSV")), .unsupported, "HSV"),
    ])
    func `what cannot be shown is refused with a reason`(format: PixelFormat, code: ImagingError.Code, reason: String) {
        let error = #expect(throws: ImagingError.self) { try Renderer.render([0, 0, 0, 0] as [UInt8], format: format) }
        #expect(error?.code == code)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }
}

struct LookupTableTests {
    @Test func `a count of 0 means 65536`() throws {
        let table = try LookupTable(descriptor: [0, 0, 16], isSigned: false, words: [UInt16](repeating: 7, count: 65_536))
        #expect(table.entries.count == 65_536)
    }

    @Test(arguments: [(true, -1000), (false, 64_536)])
    func `the first input is signed when the pixels are`(isSigned: Bool, first: Int) throws {
        for written in [-1000, 64_536] {
            #expect(try LookupTable(descriptor: [1, written, 8], isSigned: isSigned, words: [0]).first == first)
        }
    }

    @Test func `eight-bit entries lie one or two in a word, or in bytes`() throws {
        let expected: [UInt16] = [1, 2, 3]
        #expect(try LookupTable(descriptor: [3, 0, 8], isSigned: false, words: expected).entries == expected)
        #expect(try LookupTable(descriptor: [3, 0, 8], isSigned: false, words: [0x0201, 0x0003]).entries == expected)
        #expect(try LookupTable(descriptor: [3, 0, 8], isSigned: false, bytes: [1, 2, 3, 0]).entries == expected)
        #expect(try LookupTable(descriptor: [3, 0, 8], isSigned: false, bytes: [1, 0, 2, 0, 3, 0]).entries == expected)
    }

    @Test func `segments are expanded`() throws {
        let table = try LookupTable(descriptor: [6, 0, 8], isSigned: false, segments: [0, 2, 10, 20, 1, 4, 60, 0])
        #expect(table.entries == [10, 20, 30, 40, 50, 60])
    }

    @Test func `a table shorter than its descriptor is refused`() {
        #expect(throws: ImagingError.self) { try LookupTable(descriptor: [4, 0, 16], isSigned: false, words: [1, 2, 3]) }
        #expect(throws: ImagingError.self) { try LookupTable(descriptor: [4, 0], isSigned: false, words: [1, 2, 3, 4]) }
        #expect(throws: ImagingError.self) { try LookupTable(descriptor: [4, 0, 17], isSigned: false, words: [1, 2, 3, 4]) }
    }
}
