import Testing

import Hematology

@Suite struct BitmapTests {
    /// A bitmap of 3 × 2 pixels, bottom row first.
    private func bitmap(bits: Int, compression: UInt32 = 0, palette: [UInt8] = [], masks: [UInt32] = [], height: Int32 = 2, pixels: [UInt8]) -> [UInt8] {
        let offset = 14 + 40 + UInt32(masks.count * 4 + palette.count)
        var bytes = Array("BM".utf8) + Packed.littleEndian(0) + Packed.littleEndian(0) + Packed.littleEndian(offset)
        bytes += Packed.littleEndian(40) + Packed.littleEndian(3) + Packed.littleEndian(UInt32(bitPattern: height))
        bytes += [1, 0, UInt8(bits), 0] + Packed.littleEndian(compression) + Packed.littleEndian(0)
        bytes += Packed.littleEndian(0) + Packed.littleEndian(0) + Packed.littleEndian(UInt32(palette.count / 4)) + Packed.littleEndian(0)
        return bytes + masks.flatMap { Packed.littleEndian($0) } + palette + pixels
    }

    /// Red, green, blue; black, white, red: rows from the top.
    private let expected: [UInt8] = [
        255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255,
        0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 255,
    ]
    /// Black, white, red, green, blue.
    private let palette: [UInt8] = [0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0]

    private func pixels(_ file: [UInt8]) throws -> [UInt8] {
        let image = try GraphicImage(name: "DIFF", file: file)
        guard case .rgba(let pixels) = image.format, image.width == 3, image.height == 2 else { return [] }
        return pixels
    }

    @Test func `Bitmaps of every depth give the same picture`() throws {
        let plain24: [UInt8] = [0, 0, 0, 255, 255, 255, 0, 0, 255, 0, 0, 0, 0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0]
        #expect(try pixels(bitmap(bits: 24, pixels: plain24)) == expected)
        #expect(try pixels(bitmap(bits: 24, height: -2, pixels: Array(plain24[12...] + plain24[..<12]))) == expected)
        #expect(try pixels(bitmap(bits: 8, palette: palette, pixels: [0, 1, 2, 0, 2, 3, 4, 0])) == expected)
        #expect(try pixels(bitmap(bits: 4, palette: palette, pixels: [0x01, 0x20, 0, 0, 0x23, 0x40, 0, 0])) == expected)
        let words: [UInt16] = [0, 0x7FFF, 0x7C00, 0, 0x7C00, 0x03E0, 0x001F, 0]
        #expect(try pixels(bitmap(bits: 16, pixels: words.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })) == expected)
        let masked: [UInt16] = [0, 0xFFFF, 0xF800, 0, 0xF800, 0x07E0, 0x001F, 0]
        #expect(try pixels(bitmap(
            bits: 16, compression: 3, masks: [0xF800, 0x07E0, 0x001F], pixels: masked.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })) == expected)
        let longs: [UInt32] = [0, 0xFFFFFF, 0xFF0000, 0xFF0000, 0x00FF00, 0x0000FF]
        #expect(try pixels(bitmap(bits: 32, pixels: longs.flatMap { Packed.littleEndian($0) })) == expected)
    }

    @Test func `One bit a pixel takes the first two colours`() throws {
        let found = try pixels(bitmap(bits: 1, palette: Array(palette[..<8]), pixels: [0b0100_0000, 0, 0, 0, 0b1010_0000, 0, 0, 0]))
        #expect(stride(from: 0, to: found.count, by: 4).map { found[$0] } == [255, 0, 255, 0, 255, 0])
    }

    @Test func `Runs, literals and ends of lines are decoded`() throws {
        let literal8: [UInt8] = [0, 3, 0, 1, 2, 0, 0, 0, 1, 2, 1, 3, 1, 4, 0, 1]
        #expect(try pixels(bitmap(bits: 8, compression: 1, palette: palette, pixels: literal8)) == expected)
        let literal4: [UInt8] = [0, 3, 0x01, 0x20, 0, 0, 2, 0x23, 1, 0x40, 0, 1]
        #expect(try pixels(bitmap(bits: 4, compression: 2, palette: palette, pixels: literal4)) == expected)
        // A move over what stays the palette's first colour.
        let moved = try pixels(bitmap(bits: 8, compression: 1, palette: palette, pixels: [0, 2, 2, 1, 1, 1, 0, 1]))
        #expect(stride(from: 0, to: moved.count, by: 4).map { moved[$0] } == [0, 0, 255, 0, 0, 0])
    }

    @Test func `Bitmaps that are cut, of no size or leave the picture are refused`() {
        let whole = bitmap(bits: 24, pixels: [UInt8](repeating: 7, count: 24))
        for length in 0..<whole.count - 3 {
            #expect(throws: HematologyError.self) { try GraphicImage(name: "DIFF", file: Array(whole.prefix(length))) }
        }
        var huge = whole
        huge.replaceSubrange(18..<22, with: Packed.littleEndian(2_000_000_000))
        #expect(throws: HematologyError.self) { try GraphicImage(name: "DIFF", file: huge) }
        for runs: [UInt8] in [[4, 1, 0, 0, 0, 0, 4, 1], [0, 9, 1], [0, 2, 1]] {
            #expect(throws: HematologyError.self) {
                try GraphicImage(name: "DIFF", file: bitmap(bits: 8, compression: 1, palette: palette, pixels: runs))
            }
        }
    }

    @Test func `A PNG is kept as it came, its size known`() throws {
        let header: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 1, 0, 0, 0, 0, 200]
        let file = header + [8, 2, 0, 0, 0, 0, 0, 0, 0]
        let image = try GraphicImage(name: "SCAT_WDF", file: file)
        #expect((image.width, image.height) == (256, 200))
        #expect(image.format == .png(file))
        #expect(throws: HematologyError.self) { try GraphicImage(name: "SCAT_WDF", file: header) }
        #expect(throws: HematologyError.self) { try GraphicImage(name: "SCAT_WDF", file: Array("GIF89a".utf8)) }
    }
}
