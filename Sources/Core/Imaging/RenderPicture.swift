internal import CRender
import Dispatch
import Foundation
import Synchronization

/// A rendered frame: rows from the top, without padding between them.
public struct Picture: Sendable {
    public let width: Int
    public let height: Int
    /// 1 grey; 3 red, green, blue.
    public let channels: Int
    /// 8 or 16. Samples of 16 bits are in the byte order of this machine.
    public let bitsPerSample: Int
    private let memory: RenderedBytes

    init(_ picture: crender_picture) {
        width = Int(picture.width)
        height = Int(picture.height)
        channels = Int(picture.channels)
        bitsPerSample = Int(picture.bits)
        memory = RenderedBytes(picture.data, count: picture.length)
    }

    /// A colour picture put together elsewhere: red, green, blue of each pixel.
    init(width: Int, height: Int, colors: [UInt8]) {
        (self.width, self.height, channels, bitsPerSample) = (width, height, 3, 8)
        memory = RenderedBytes(copying: colors)
    }

    /// The samples, copied.
    public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// The samples, for as long as `body` runs.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try memory.withUnsafeBytes(body)
    }

    /// Baseline JPEG, `quality` 1 … 100; colour is not subsampled.
    /// - Throws: `.unsupported` for 16 bits, `.tooLarge` beyond 65500 pixels a side.
    ///
    /// A large picture is coded in strips, one a core: whoever waits for it, waits for half as long on two.
    public func jpeg(quality: Int = 90) throws(ImagingError) -> [UInt8] {
        let quality = Int32(min(max(quality, 1), 100))
        let cores = ProcessInfo.processInfo.activeProcessorCount
        guard cores > 1, width * height >= Self.worthSharing, let rows = stripRows(for: cores) else {
            return try encoded { crender_jpeg($0, quality, $1, $2) }
        }
        return try encodedInStrips(of: rows, quality: quality)
    }

    /// Pixels from which the work of a second core is more than that of calling it.
    private static let worthSharing = 128 * 1024

    /// Rows of a strip; nil where restart markers cannot be that far apart.
    private func stripRows(for cores: Int) -> Int? {
        let rows = ((height + cores - 1) / cores + 7) / 8 * 8
        return (width + 7) / 8 * (rows / 8) <= Int(CRENDER_JPEG_PART_BLOCKS) ? rows : nil
    }

    private func encodedInStrips(of rows: Int, quality: Int32) throws(ImagingError) -> [UInt8] {
        let count = (height + rows - 1) / rows
        let strips = Mutex([Result<[UInt8], ImagingError>?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { part in
            let strip = Result { () throws(ImagingError) in
                try encoded { crender_jpeg_part($0, UInt32(part), UInt32(rows), quality, $1, $2) }
            }
            strips.withLock { $0[part] = strip }
        }
        var parts: [[UInt8]] = []
        for strip in strips.withLock({ $0 }) { parts.append(try strip!.get()) }
        return try joined(parts)
    }

    private func joined(_ parts: [[UInt8]]) throws(ImagingError) -> [UInt8] {
        let memory = CallMemory()
        let files = parts.map { part in
            let bytes = memory.copy(part)
            return crender_file(data: bytes.baseAddress, length: bytes.count)
        }
        return try encoded { _, file, message in
            crender_jpeg_join(files, files.count, UInt32(height), file, message)
        }
    }

    /// PNG, made for speed rather than size.
    public func png() throws(ImagingError) -> [UInt8] {
        try encoded(by: crender_png)
    }

    private typealias Encoder = (
        UnsafePointer<crender_picture>, UnsafeMutablePointer<crender_file>, UnsafeMutablePointer<CChar>) -> Int32

    private func encoded(by encode: Encoder) throws(ImagingError) -> [UInt8] {
        var file = crender_file()
        var message = RenderMessage()
        let status = memory.withUnsafeBytes { bytes in
            var picture = crender_picture(
                width: UInt32(width), height: UInt32(height), channels: UInt32(channels), bits: UInt32(bitsPerSample),
                data: UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress), length: bytes.count)
            return encode(&picture, &file, &message.text)
        }
        if status != 0 { throw ImagingError(status, message) }
        defer { crender_free(file.data) }
        return [UInt8](UnsafeRawBufferPointer(start: file.data, count: file.length))
    }
}

/// Memory that CRender allocated, given back with its last owner. Nothing writes to it after `init`.
final class RenderedBytes: @unchecked Sendable {
    private let start: UnsafeMutableRawPointer?
    private let count: Int

    init(_ start: UnsafeMutableRawPointer?, count: Int) {
        self.start = start
        self.count = count
    }

    convenience init(copying bytes: [UInt8]) {
        let start = malloc(max(bytes.count, 1))
        bytes.withUnsafeBytes { start?.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        self.init(start, count: start == nil ? 0 : bytes.count)
    }

    deinit { crender_free(start) }

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: start, count: count))
    }
}
