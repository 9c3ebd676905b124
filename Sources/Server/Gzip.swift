import CZlib

/// gzip (RFC 1952) of bytes that are in memory.
public enum Gzip {
    /// Compresses; nil where it would not get smaller.
    /// - Parameter level: 1, fastest, to 9, smallest.
    public static func compress(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window plus 16, which asks zlib for a gzip wrapper.
        let window: Int32 = 15 + 16
        let version = ZLIB_VERSION
        guard bytes.count < Int(UInt32.max),
            deflateInit2_(
                &stream, level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, version, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: bytes.count)
        let status = bytes.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                // zlib only reads the input; its C declaration predates const.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END, stream.total_out < bytes.count else { return nil }
        output.removeLast(output.count - Int(stream.total_out))
        return output
    }
}
