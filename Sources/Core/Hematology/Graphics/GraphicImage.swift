internal import CHematology

/// A picture that the instrument drew itself: a BMP inside the message, or a PNG from its shared folder.
public struct GraphicImage: Sendable, Hashable {
    public enum Format: Sendable, Hashable {
        /// The file as it came, ISO/IEC 15948.
        case png([UInt8])
        /// Rows from the top, four bytes a pixel: red, green, blue, alpha.
        case rgba([UInt8])
    }

    public let name: String
    public let format: Format
    public let width: Int
    public let height: Int

    private static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let bitmapSignature: [UInt8] = [UInt8(ascii: "B"), UInt8(ascii: "M")]

    /// Whether bytes begin as a file of either kind does.
    public static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: pngSignature) || bytes.starts(with: bitmapSignature) }

    /// Reads a BMP or PNG file, told apart by their first bytes.
    /// - Throws: `.unsupported` for any other, `.corrupt` for a BMP that breaks off or a PNG without a size, `.tooLarge` beyond
    ///   16384 pixels a side or 16 million in all.
    public init(name: String, file: [UInt8]) throws(HematologyError) {
        self.name = name
        if file.starts(with: Self.pngSignature) {
            (width, height) = try Self.pngSize(file, name: name)
            format = .png(file)
        } else if file.starts(with: Self.bitmapSignature) {
            let pixels: [UInt8]
            (width, height, pixels) = try Self.bitmap(file)
            format = .rgba(pixels)
        } else {
            throw HematologyError(.unsupported, "“\(name)” begins with \(Array(file.prefix(4))), neither BMP nor PNG")
        }
    }

    /// Reads the text of an HL7 ED value (Base64).
    public init(name: String, base64: some StringProtocol) throws(HematologyError) {
        try self.init(name: name, file: try Base64.decode(base64))
    }

    /// IHDR, the first chunk: length, type, width, height.
    private static func pngSize(_ file: [UInt8], name: String) throws(HematologyError) -> (Int, Int) {
        guard file.count >= 33, file[12..<16].elementsEqual("IHDR".utf8) else {
            throw HematologyError(.corrupt, "“\(name)” is a PNG without a header")
        }
        let sides = [16, 20].map { at in file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard sides.allSatisfy({ (1...Int(CHEMATOLOGY_IMAGE_SIDE_LIMIT)).contains($0) }), sides[0] * sides[1] <= pixelLimit else {
            throw HematologyError(.tooLarge, "“\(name)” is a PNG of \(sides[0]) × \(sides[1]) pixels")
        }
        return (sides[0], sides[1])
    }

    /// CHEMATOLOGY_IMAGE_PIXEL_LIMIT, whose cast Swift does not import.
    private static let pixelLimit = 16 << 20

    private static func bitmap(_ file: [UInt8]) throws(HematologyError) -> (Int, Int, [UInt8]) {
        var image = chematology_image()
        var message = FailureText()
        let status = chematology_bmp(file, file.count, &image, &message.text)
        defer { chematology_free(image.rgba) }
        guard status == 0 else { throw HematologyError(status, message) }
        let count = Int(image.width) * Int(image.height) * 4
        return (Int(image.width), Int(image.height), Array(UnsafeBufferPointer(start: image.rgba, count: count)))
    }
}
