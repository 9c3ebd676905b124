internal import CCodecs

/// Raw deflate (RFC 1951), as Deflated Explicit VR Little Endian has it (PS3.5 A.5).
public enum Inflate {
    /// Inflates a whole stream; padding behind it is not looked at.
    /// - Parameter limit: the most bytes to make. A few kilobytes can stand for gigabytes.
    /// - Throws: `.tooLarge` beyond `limit`, `.corrupt` for a stream that is broken or cut.
    public static func inflate(_ deflated: UnsafeRawBufferPointer, limit: Int) throws(ImagingError) -> [UInt8] {
        guard limit >= 0 else { throw ImagingError(.badArgument, "a limit of \(limit) bytes") }
        var inflated: UnsafeMutablePointer<UInt8>?
        var length = 0
        var message = Message()
        let status = ccodecs_inflate(
            deflated.bindMemory(to: UInt8.self).baseAddress, deflated.count, limit, &inflated, &length, &message.text,
            message.text.count)
        defer { ccodecs_free(inflated) }
        guard status == CCODECS_OK.rawValue else { throw ImagingError(status: status, message) }
        return Array(UnsafeBufferPointer(start: inflated, count: length))
    }

    /// Inflates a stream from an array.
    public static func inflate(_ deflated: [UInt8], limit: Int) throws(ImagingError) -> [UInt8] {
        try deflated.withUnsafeBufferPointer { bytes throws(ImagingError) in
            try inflate(UnsafeRawBufferPointer(bytes), limit: limit)
        }
    }
}
