import DICOM
import Foundation
import Imaging
import ObjectStore
import Synchronization

/// A frame as it is stored.
public enum EncodedFrame: Sendable {
    /// A part of the object, served without a copy.
    case stored(ObjectBytes)
    /// Bytes put together from several fragments, or shifted to a byte boundary.
    case assembled([UInt8])

    public func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        switch self {
        case .stored(let bytes): try bytes.withUnsafeBytes(body)
        case .assembled(let bytes): try bytes.withUnsafeBytes(body)
        }
    }

    public var count: Int {
        switch self {
        case .stored(let bytes): bytes.count
        case .assembled(let bytes): bytes.count
        }
    }
}

/// A frame as native little endian pixels.
public struct DecodedFrame: Sendable {
    public let pixels: EncodedFrame
    /// How the pixels are laid out now: a decoder may have changed the colour space or the order of samples.
    public let format: PixelFormat
}

extension StoredObject {
    /// How many frames can be served.
    public func frameCount() throws -> Int { try frameTable().count }

    /// The pixel layout as the header describes it.
    public func pixelFormat() throws -> PixelFormat { try frameTable().format }

    /// A frame in the object's own transfer syntax, the first being 0.
    public func encodedFrame(_ frame: Int) throws -> EncodedFrame {
        let table = try frameTable()
        let place = try table.frame(frame)
        let ranges = place.ranges, shift = place.firstBit
        if ranges.count == 1, shift == 0, !instance.transferSyntax.isDeflated { return .stored(dataSet[ranges[0]]) }
        return .assembled(
            try withReadable { bytes, _ in
                var assembled: [UInt8] = []
                assembled.reserveCapacity(ranges.reduce(0) { $0 + $1.count })
                for range in ranges { assembled.append(contentsOf: bytes[range]) }
                return shift == 0 ? assembled : assembled.shiftedDown(by: shift)
            })
    }

    /// A frame decoded to native little endian pixels.
    public func decodedFrame(_ frame: Int) throws -> DecodedFrame {
        let table = try frameTable()
        let encoded = try encodedFrame(frame)
        // Little endian native pixels are what is asked for.
        if !table.syntax.isEncapsulated, !table.syntax.isBigEndian { return DecodedFrame(pixels: encoded, format: table.format) }
        do {
            let decoded = try encoded.withUnsafeBytes { bytes in
                try Codec.decode(bytes, transferSyntax: table.syntax.uid, format: table.format)
            }
            return DecodedFrame(pixels: .assembled(decoded.pixels), format: decoded.format)
        } catch let error as ImagingError {
            throw ArchiveError(error.code == .unsupported ? .unsupported : .damaged, "frame \(frame + 1): \(error.message)")
        }
    }

    /// Decodes frames on all cores and hands them over in order. At most one frame a core is in memory at a time.
    public func decodedFrames(_ frames: some RandomAccessCollection<Int>, _ body: (Int, DecodedFrame) throws -> Void) throws {
        let frames = Array(frames)
        let width = max(1, ProcessInfo.processInfo.activeProcessorCount)
        for start in stride(from: 0, to: frames.count, by: width) {
            let part = frames[start..<min(start + width, frames.count)]
            let results = Mutex<[Int: Result<DecodedFrame, any Error>]>([:])
            DispatchQueue.concurrentPerform(iterations: part.count) { position in
                let frame = part[part.startIndex + position]
                let result = Result { try decodedFrame(frame) }
                results.withLock { $0[frame] = result }
            }
            for frame in part { try body(frame, results.withLock { $0[frame]! }.get()) }
        }
    }
}

extension [UInt8] {
    /// The bits from `offset` on, as PS3.5 8.1.1 packs them: lowest first.
    fileprivate func shiftedDown(by offset: Int) -> [UInt8] {
        indices.map { position in
            let next = position + 1 < count ? self[position + 1] : 0
            return self[position] >> UInt8(offset) | next << UInt8(8 - offset)
        }
    }
}
