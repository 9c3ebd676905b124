internal import CZlib

/// gzip (RFC 1952) of whole documents.
public enum Gzip {
    /// - Parameter level: 1 (fast) to 9 (small).
    static func compress(_ bytes: [UInt8], level: Int32 = 5) -> [UInt8] {
        var stream = z_stream()
        // 16 more than the window asks zlib for a gzip header.
        guard deflateInit2_(&stream, level, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { preconditionFailure("zlib refuses its own version") }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        return bytes.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: bound) { target, count in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(bound)
                deflate(&stream, Z_FINISH)
                count = Int(stream.total_out)
            }
        }
    }

    /// The document again. Only for what this process or an earlier one compressed itself.
    public static func decompress(_ bytes: [UInt8], length: Int) throws -> [UInt8] {
        var stream = z_stream()
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            preconditionFailure("zlib refuses its own version")
        }
        defer { inflateEnd(&stream) }
        let result = bytes.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: length) { target, count in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(length)
                inflate(&stream, Z_FINISH)
                count = Int(stream.total_out)
            }
        }
        guard result.count == length else { throw ArchiveError(.damaged, "a kept metadata document cannot be read") }
        return result
    }
}
