internal import CCodecs

/// Pixel codecs: one frame between its encoded form (PS3.5 A.4) and native little endian pixels.
///
/// Every call is a pure function of its arguments and blocks for as long as it computes: decode the frames of a series in parallel tasks.
public enum Codec {
    public static func canDecode(_ transferSyntax: String) -> Bool { ccodecs_can_decode(transferSyntax) }
    public static func canEncode(_ transferSyntax: String) -> Bool { ccodecs_can_encode(transferSyntax) }

    /// Decodes one frame.
    ///
    /// `format` is what the header says; the answer's format is what the pixels are: colour by pixel except from native and RLE frames,
    /// `.rgb` where JPEG 2000's own transform was undone, `.ybrFull` where subsampled colour was widened, and cells as wide as the
    /// codestream needs. No other colour is converted. Signed samples come sign-extended to the cell.
    /// - Throws: `.corrupt` for a frame that is broken, cut or not of the size that `format` says; `.unsupported` for a syntax or
    ///   process that is not read; `.badArgument` for a format that describes no frame.
    public static func decode(
        _ frame: UnsafeRawBufferPointer, transferSyntax: String, format: PixelFormat
    ) throws(ImagingError) -> (pixels: [UInt8], format: PixelFormat) {
        var capacity = format.frameLength ?? 0
        while true {
            var info = try ccodecs_frame_info(format)
            var needed = 0
            var status = CCODECS_OK.rawValue
            var message = Message()
            let pixels = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                status = ccodecs_decode(
                    transferSyntax, frame.bindMemory(to: UInt8.self).baseAddress, frame.count, &info, buffer.baseAddress, capacity,
                    &needed, &message.text, message.text.count)
                count = status == CCODECS_OK.rawValue ? needed : 0
            }
            if status == CCODECS_OK.rawValue { return (pixels, PixelFormat(info, from: format)) }
            // A codestream deeper than its header needs wider cells than the header promised, once.
            guard status == CCODECS_BUFFER_TOO_SMALL.rawValue, needed > capacity else {
                throw ImagingError(status: status, message)
            }
            capacity = needed
        }
    }

    /// Decodes one frame from an array.
    public static func decode(
        _ frame: [UInt8], transferSyntax: String, format: PixelFormat
    ) throws(ImagingError) -> (pixels: [UInt8], format: PixelFormat) {
        try frame.withUnsafeBufferPointer { bytes throws(ImagingError) in
            try decode(UnsafeRawBufferPointer(bytes), transferSyntax: transferSyntax, format: format)
        }
    }

    /// Encodes one native frame without loss: decoding gives back every bit of every cell, colour by pixel.
    ///
    /// The bytes are of even length, as a fragment has to be. The answer's format is what the header of the encoded frame has to say.
    /// - Throws: `.unsupported` for a syntax that is not written or pixels it cannot hold (one-bit, subsampled, 32-bit in all but RLE);
    ///   `.badArgument` for fewer pixels than `format` says.
    public static func encode(
        _ pixels: UnsafeRawBufferPointer, transferSyntax: String, format: PixelFormat
    ) throws(ImagingError) -> (frame: [UInt8], format: PixelFormat) {
        var info = try ccodecs_frame_info(format)
        var encoded: UnsafeMutablePointer<UInt8>?
        var length = 0
        var message = Message()
        let status = ccodecs_encode(
            transferSyntax, pixels.bindMemory(to: UInt8.self).baseAddress, pixels.count, &info, &encoded, &length, &message.text,
            message.text.count)
        defer { ccodecs_free(encoded) }
        guard status == CCODECS_OK.rawValue else { throw ImagingError(status: status, message) }
        return (Array(UnsafeBufferPointer(start: encoded, count: length)), PixelFormat(info, from: format))
    }

    /// Encodes one native frame from an array.
    public static func encode(
        _ pixels: [UInt8], transferSyntax: String, format: PixelFormat
    ) throws(ImagingError) -> (frame: [UInt8], format: PixelFormat) {
        try pixels.withUnsafeBufferPointer { bytes throws(ImagingError) in
            try encode(UnsafeRawBufferPointer(bytes), transferSyntax: transferSyntax, format: format)
        }
    }

    /// Swaps the bytes of every 16-bit word. Big endian 8-bit pixels of value representation OW were swapped as words (PS3.5 7.3):
    /// undo that over the whole value before cutting it into frames.
    public static func swapWords(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBufferPointer { ccodecs_swap_words($0.baseAddress, $0.count) }
    }
}

/// Room for the sentence that a C call leaves behind.
struct Message {
    var text = [CChar](repeating: 0, count: 256)

    var string: String { String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) }
}

extension ImagingError {
    init(status: Int32, _ message: Message) {
        let code: Code =
            switch status {
            case CCODECS_CORRUPT.rawValue: .corrupt
            case CCODECS_UNSUPPORTED.rawValue: .unsupported
            case CCODECS_TOO_LARGE.rawValue: .tooLarge
            case CCODECS_BAD_ARGUMENT.rawValue: .badArgument
            default: .internal
            }
        self.init(code, message.string)
    }
}
