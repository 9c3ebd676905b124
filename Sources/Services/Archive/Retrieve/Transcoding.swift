import DICOM
import Imaging

/// A data set written in a transfer syntax of the asker's choice, piece by piece: never more than a few frames are in memory.
struct Transcoding {
    let object: StoredObject
    let target: TransferSyntax

    /// Beyond this the Basic Offset Table is left empty, as PS3.5 A.4 allows, so that frames can leave before the last is coded.
    private static let wholeInMemory = 256 << 20

    /// Whether an object can be given in a transfer syntax without losing anything it holds.
    static func isPossible(_ object: StoredObject, to target: TransferSyntax) throws -> Bool {
        let stored = object.instance.transferSyntax
        if stored == target { return true }
        guard try object.header().pixelData != nil else { return !target.isEncapsulated }
        if stored.isEncapsulated, !Codec.canDecode(stored.uid) { return false }
        return !target.isEncapsulated || Codec.canEncode(target.uid)
    }

    func write(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        if object.instance.transferSyntax == target { return try object.dataSet.stream(body) }
        guard try Self.isPossible(object, to: target) else {
            throw ArchiveError(.unsupported, "cannot give \(object.instance.transferSyntax.name) as \(target.name)")
        }
        if target.isDeflated { return try writeDeflated(body) }
        guard try object.header().pixelData != nil else {
            return try send(try object.wholeDataSet().encode(transferSyntax: target), body)
        }
        if target.isEncapsulated { try writeEncapsulated(body) } else { try writeNative(body) }
        try writeTrailer(body)
    }

    // MARK: Native

    private func writeNative(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let table = try object.frameTable()
        let pixels = try object.header().pixelData!
        if !table.syntax.isEncapsulated, table.syntax.isBigEndian == target.isBigEndian, let length = pixels.length {
            // The pixels stay as they are; only what is before them is written anew.
            try send(try object.header().encode(transferSyntax: target), body)
            try send(elementHeader(pixels.tag, pixels.vr, length: length), body)
            let place = pixels.offset..<pixels.offset + length
            guard object.instance.transferSyntax.isDeflated else { return try object.dataSet[place].stream(body) }
            return try object.withReadable { bytes, _ in try body(UnsafeRawBufferPointer(rebasing: bytes[place])) }
        }
        let first = try object.decodedFrame(0)
        let length = first.pixels.count * table.count
        guard length <= UInt32.max - 1 else {
            throw ArchiveError(.unsupported, "uncompressed pixel data of \(length) bytes does not fit a native data set (PS3.5 A.4)")
        }
        var header = try object.header()
        header.describe(first.format)
        try send(try header.encode(transferSyntax: target), body)
        let vr: VR = first.format.bitsAllocated > 8 || target.isImplicit ? .OW : .OB
        try send(elementHeader(.pixelData, vr, length: length + length % 2), body)
        try object.decodedFrames(0..<table.count) { number, frame in
            guard frame.pixels.count == first.pixels.count else {
                throw ArchiveError(.damaged, "frame \(number + 1) decodes to \(frame.pixels.count) bytes, the first to \(first.pixels.count)")
            }
            try target.isBigEndian ? send(frame.bigEndianPixels, body) : frame.pixels.withUnsafeBytes(body)
        }
        if length % 2 == 1 { try send([0], body) }
    }

    private func elementHeader(_ tag: Tag, _ vr: VR, length: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: target.isBigEndian ? value.bigEndian : value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(tag.group)
        append(tag.element)
        if !target.isImplicit { bytes += Array(vr.rawValue.utf8) + [0, 0] }
        append(UInt32(length))
        return bytes
    }

    // MARK: Encapsulated

    private func writeEncapsulated(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let table = try object.frameTable()
        let first = try encode(try object.decodedFrame(0))
        var header = try object.header()
        header.describe(first.format)
        let total = (table.format.frameLength ?? 0) * table.count
        if total <= Self.wholeInMemory {
            var frames = [first.frame]
            try object.decodedFrames(1..<max(1, table.count)) { _, frame in frames.append(try encode(frame).frame) }
            let pixels = try EncapsulatedPixelData.write(frames: frames)
            try send(try header.encode(transferSyntax: target), body)
            try send(pixels.extendedOffsetTable, body)
            return try send(pixels.pixelData, body)
        }
        try send(try header.encode(transferSyntax: target), body)
        try send(elementHeader(.pixelData, .OB, length: Int(UInt32.max)), body)
        try send(EncapsulatedPixelData.Plan.itemHeader(length: 0), body)
        try sendItem(first.frame, body)
        try object.decodedFrames(1..<max(1, table.count)) { _, frame in try sendItem(try encode(frame).frame, body) }
        try send(EncapsulatedPixelData.Plan.end, body)
    }

    private func sendItem(_ frame: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try send(EncapsulatedPixelData.Plan.itemHeader(length: frame.count + frame.count % 2), body)
        try send(frame, body)
        if frame.count % 2 == 1 { try send([0], body) }
    }

    private func encode(_ frame: DecodedFrame) throws -> (frame: [UInt8], format: PixelFormat) {
        do {
            return try frame.pixels.withUnsafeBytes { try Codec.encode($0, transferSyntax: target.uid, format: frame.format) }
        } catch let error as ImagingError {
            throw ArchiveError(.unsupported, "cannot code as \(target.name): \(error.message)")
        }
    }

    // MARK: The rest

    /// What stands behind the pixel data: signatures and padding (PS3.5 Annex A does not forbid it).
    private func writeTrailer(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let trailer = try object.trailer()
        if !trailer.isEmpty { try send(try trailer.encode(transferSyntax: target), body) }
    }

    private func writeDeflated(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var whole: [UInt8] = []
        try Transcoding(object: object, target: .explicitVRLittleEndian).write { whole.append(contentsOf: $0) }
        try send(try Deflate.deflate(whole), body)
    }

    private func send(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        if !bytes.isEmpty { try bytes.withUnsafeBytes(body) }
    }
}

extension DataSet {
    /// Says how decoded pixels are laid out, where that differs from how they were coded.
    fileprivate mutating func describe(_ format: PixelFormat) {
        if string(.photometricInterpretation) != format.photometric.term { set(.photometricInterpretation, format.photometric.term) }
        if format.samplesPerPixel > 1 { set(.planarConfiguration, format.isPlanar ? 1 : 0) }
        if int(.bitsAllocated) != format.bitsAllocated { set(.bitsAllocated, format.bitsAllocated) }
        if int(.bitsStored) != format.bitsStored { set(.bitsStored, format.bitsStored) }
        if int(.highBit) != format.highBit { set(.highBit, format.highBit) }
        // The tables of frames that were coded say nothing of those that are not.
        remove(.extendedOffsetTable)
        remove(.extendedOffsetTableLengths)
    }
}

extension DecodedFrame {
    /// For the retired Explicit VR Big Endian (PS3.5 A.3).
    fileprivate var bigEndianPixels: [UInt8] {
        pixels.withUnsafeBytes { bytes in
            let size = format.bitsAllocated / 8
            guard size > 1 else { return Array(bytes) }
            var swapped = Array(bytes)
            for start in stride(from: 0, to: swapped.count - size + 1, by: size) { swapped[start..<start + size].reverse() }
            return swapped
        }
    }
}

extension StoredObject {
    /// Elements behind the pixel data: signatures and padding.
    public func trailer() throws -> DataSet {
        guard let pixels = try header().pixelData else { return DataSet() }
        let lastFragment = pixels.isEncapsulated ? try frameTable().frame(frameTable().count - 1).ranges.last?.upperBound : nil
        return try withReadable { bytes, syntax in
            let end: Int
            if let lastFragment {
                let delimiter = EncapsulatedPixelData.Plan.end
                guard bytes.dropFirst(lastFragment).starts(with: delimiter) else { return DataSet() }
                end = lastFragment + delimiter.count
            } else {
                end = pixels.offset + (pixels.length ?? bytes.count)
            }
            guard end < bytes.count else { return DataSet() }
            return try DataSet(parsing: UnsafeRawBufferPointer(rebasing: bytes[end...]), transferSyntax: syntax)
        }
    }

    /// Calls `body` with pieces of the data set in a transfer syntax.
    public func write(as target: TransferSyntax, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try Transcoding(object: self, target: target).write(body)
    }

    /// Whether ``write(as:_:)`` can give this transfer syntax.
    public func canWrite(as target: TransferSyntax) throws -> Bool { try Transcoding.isPossible(self, to: target) }
}
