internal import CZlib

/// Raw deflate (RFC 1951).
enum Inflate {
    /// Inflates a whole stream.
    /// - Parameter limit: the most bytes to make: a few kilobytes can stand for gigabytes.
    /// - Throws: `.tooLarge` beyond `limit`, `.corrupt` for a stream that is broken or cut.
    static func inflate(_ deflated: [UInt8], limit: Int) throws(HematologyError) -> [UInt8] {
        var stream = z_stream()
        guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw HematologyError(.internal, "zlib does not start")
        }
        defer { inflateEnd(&stream) }
        var input = deflated
        var inflated: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 64 << 10)
        let status = input.withUnsafeMutableBufferPointer { input -> Int32 in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(clamping: input.count)
            var status = Z_OK
            while status == Z_OK, inflated.count <= limit {
                let made = room.withUnsafeMutableBufferPointer { room -> Int in
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(room.count)
                    status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return room.count - Int(stream.avail_out)
                }
                inflated += room[..<made]
            }
            return status
        }
        guard inflated.count <= limit else { throw HematologyError(.tooLarge, "more than \(limit) bytes inflate from \(deflated.count)") }
        guard status == Z_STREAM_END else {
            throw HematologyError(.corrupt, "the deflated stream breaks off after \(inflated.count) bytes")
        }
        return inflated
    }
}
