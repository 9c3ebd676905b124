import Testing

import Imaging

@Suite("Codecs") struct CodecTests {
    static let encodable = [
        "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80",
        "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201",
    ]
    static let sizes = [(1, 1), (1, 7), (5, 1), (2, 2), (17, 31), (64, 64), (33, 130)]

    /// A slope with noise in native little endian cells, negative below the middle where samples are signed.
    static func pixels(_ format: PixelFormat) -> [UInt8] {
        var random: UInt32 = 1
        var bytes: [UInt8] = []
        for pixel in 0..<format.rows * format.columns * format.samplesPerPixel {
            random = random &* 1_664_525 &+ 1_013_904_223
            let range = 1 << format.bitsStored
            var value = (pixel * 5 + Int(random >> 29)) % range
            if format.isSigned { value -= range / 2 }
            for byte in 0..<format.bitsAllocated / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
        }
        return bytes
    }

    static func format(
        _ rows: Int, _ columns: Int, samples: Int = 1, allocated: Int = 16, stored: Int = 12, isSigned: Bool = false,
        isPlanar: Bool = false
    ) -> PixelFormat {
        PixelFormat(
            rows: rows, columns: columns, samplesPerPixel: samples, bitsAllocated: allocated, bitsStored: stored, isSigned: isSigned,
            isPlanar: isPlanar, photometric: samples == 3 ? .rgb : .monochrome2)
    }

    @Test("What is encoded decodes to itself", arguments: encodable)
    func roundTrips(syntax: String) throws {
        for (rows, columns) in Self.sizes {
            for samples in [1, 3] {
                for (allocated, stored) in [(8, 8), (8, 5), (16, 16), (16, 12), (16, 7)] {
                    for isSigned in [false, true] {
                        let format = Self.format(
                            rows, columns, samples: samples, allocated: allocated, stored: stored, isSigned: isSigned)
                        let pixels = Self.pixels(format)
                        let encoded = try Codec.encode(pixels, transferSyntax: syntax, format: format)
                        #expect(encoded.frame.count.isMultiple(of: 2))
                        let decoded = try Codec.decode(encoded.frame, transferSyntax: syntax, format: encoded.format)
                        #expect(decoded.pixels == pixels, "\(format)")
                        #expect(decoded.format == format)
                    }
                }
            }
        }
    }

    @Test("Bits outside Bits Stored survive", arguments: encodable)
    func keepsOverlayBits(syntax: String) throws {
        var format = Self.format(9, 14)
        format.bitsStored = 16
        let pixels = Self.pixels(format)
        format.bitsStored = 12
        let encoded = try Codec.encode(pixels, transferSyntax: syntax, format: format)
        #expect(try Codec.decode(encoded.frame, transferSyntax: syntax, format: encoded.format).pixels == pixels)
    }

    @Test("Colour by plane comes back by pixel, but from RLE as it went in", arguments: encodable)
    func rearrangesPlanes(syntax: String) throws {
        let format = Self.format(5, 6, samples: 3, allocated: 8, stored: 8, isPlanar: true)
        let pixels = Self.pixels(format)
        let encoded = try Codec.encode(pixels, transferSyntax: syntax, format: format)
        let decoded = try Codec.decode(encoded.frame, transferSyntax: syntax, format: encoded.format)
        let byPixel = (0..<30).flatMap { [pixels[$0], pixels[30 + $0], pixels[60 + $0]] }
        #expect(decoded.pixels == (decoded.format.isPlanar ? pixels : byPixel))
        #expect(decoded.format.isPlanar == (syntax == "1.2.840.10008.1.2.5"))
    }

    @Test("JPEG 2000 says in the header that it transforms colour", arguments: ["1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201"])
    func namesTheComponentTransform(syntax: String) throws {
        let format = Self.format(8, 8, samples: 3, allocated: 8, stored: 8)
        let encoded = try Codec.encode(Self.pixels(format), transferSyntax: syntax, format: format)
        #expect(encoded.format.photometric == .ybrRCT)
        #expect(try Codec.decode(encoded.frame, transferSyntax: syntax, format: encoded.format).format.photometric == .rgb)
    }

    @Test("A cut frame fails or is whole", arguments: encodable)
    func refusesCutFrames(syntax: String) throws {
        let format = Self.format(16, 16)
        let pixels = Self.pixels(format)
        let encoded = try Codec.encode(pixels, transferSyntax: syntax, format: format)
        for length in encoded.frame.indices {
            do {
                let decoded = try Codec.decode(Array(encoded.frame.prefix(length)), transferSyntax: syntax, format: encoded.format)
                #expect(decoded.pixels == pixels, "\(length) of \(encoded.frame.count) bytes")
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }

    @Test("A frame of another size than its header is refused", arguments: encodable.dropFirst())
    func refusesOtherSizes(syntax: String) throws {
        let encoded = try Codec.encode(Self.pixels(Self.format(8, 8)), transferSyntax: syntax, format: Self.format(8, 8))
        var format = encoded.format
        format.rows = 60_000
        #expect(throws: ImagingError(.corrupt, "the codestream is 8 x 8 pixels, the header says 8 x 60000")) {
            try Codec.decode(encoded.frame, transferSyntax: syntax, format: format)
        }
    }

    @Test("A codestream deeper than its header widens the cells", arguments: encodable.dropFirst())
    func trustsTheCodestreamsDepth(syntax: String) throws {
        let pixels = Self.pixels(Self.format(8, 8))
        let encoded = try Codec.encode(pixels, transferSyntax: syntax, format: Self.format(8, 8))
        let decoded = try Codec.decode(encoded.frame, transferSyntax: syntax, format: Self.format(8, 8, allocated: 8, stored: 8))
        #expect(decoded.pixels == pixels)
        #expect(decoded.format == Self.format(8, 8))
    }

    @Test func `Big endian cells are swapped`() throws {
        let format = PixelFormat(rows: 1, columns: 2, bitsAllocated: 16)
        #expect(try Codec.decode([1, 2, 3, 4], transferSyntax: "1.2.840.10008.1.2.2", format: format).pixels == [2, 1, 4, 3])
        let wide = PixelFormat(rows: 1, columns: 1, bitsAllocated: 32)
        #expect(try Codec.decode([1, 2, 3, 4], transferSyntax: "1.2.840.10008.1.2.2", format: wide).pixels == [4, 3, 2, 1])
        var words: [UInt8] = [1, 2, 3, 4, 5]
        Codec.swapWords(&words)
        #expect(words == [2, 1, 4, 3, 5])
    }

    @Test func `What cannot be coded is said to be so`() {
        let format = PixelFormat(rows: 1, columns: 8, bitsAllocated: 1)
        #expect(!Codec.canDecode("1.2.840.10008.1.2.4.100") && !Codec.canEncode("1.2.840.10008.1.2.4.50"))
        let error = #expect(throws: ImagingError.self) {
            try Codec.encode([0xFF], transferSyntax: "1.2.840.10008.1.2.4.70", format: format)
        }
        #expect(error?.code == .unsupported)
        let argument = #expect(throws: ImagingError.self) {
            try Codec.decode([0xFF], transferSyntax: "1.2.840.10008.1.2.1", format: PixelFormat(rows: -1, columns: 8, bitsAllocated: 8))
        }
        #expect(argument?.code == .badArgument)
    }

    @Test func `Inflate stops at its limit`() throws {
        // Three bytes in a stored block, RFC 1951 3.2.4.
        let deflated: [UInt8] = [1, 3, 0, 0xFC, 0xFF, 7, 8, 9]
        #expect(try Inflate.inflate(deflated, limit: 3) == [7, 8, 9])
        #expect(throws: ImagingError(.tooLarge, "inflates to more than the 2 bytes allowed")) {
            try Inflate.inflate(deflated, limit: 2)
        }
        #expect(throws: ImagingError.self) { try Inflate.inflate(Array(deflated.dropLast()), limit: 3) }
    }

    @Test func `Photometric interpretations keep their terms`() {
        for term in ["MONOCHROME1", "PALETTE COLOR", "YBR_FULL_422", "YBR_ICT", "ARGB"] {
            #expect(PhotometricInterpretation(term + " ").term == term)
        }
        #expect(PhotometricInterpretation("ARGB") == .unknown("ARGB"))
    }
}
