import DICOM

/// An object as it leaves on a medium: the file meta information's facts, the header that describes it, and its bytes.
public struct ExportedObject: Sendable {
    public let sopInstanceUID: String
    public let transferSyntax: TransferSyntax
    public let header: DataSet
    private let object: StoredObject
    private let deidentification: Deidentification?

    /// - Parameter deidentification: nil to give the object as it is stored.
    public init(_ object: StoredObject, _ deidentification: Deidentification?) throws {
        self.object = object
        self.deidentification = deidentification
        let stored = object.instance.transferSyntax
        guard let deidentification else {
            (header, sopInstanceUID, transferSyntax) = (try object.header(), object.instance.sopInstanceUID, stored)
            return
        }
        header = deidentification.apply(to: try object.header())
        sopInstanceUID = deidentification.uid(object.instance.sopInstanceUID)
        // A new header needs a syntax in which it can stand before the old pixels.
        transferSyntax = stored.isEncapsulated && !stored.isDeflated ? stored : .explicitVRLittleEndian
    }

    /// Calls `body` with the pieces of a DICOM file (PS3.10 7).
    public func write(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try PartTen.header(sopClassUID: object.instance.sopClassUID, sopInstanceUID: sopInstanceUID, transferSyntax: transferSyntax)
            .withUnsafeBytes(body)
        guard deidentification != nil else { return try object.dataSet.stream(body) }
        try object.writePixels(behind: header, as: transferSyntax, body)
    }
}

extension StoredObject {
    /// Writes another header in place of the object's own, then its pixels, and nothing that stands behind them.
    fileprivate func writePixels(behind header: DataSet, as target: TransferSyntax, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try header.encode(transferSyntax: target).withUnsafeBytes(body)
        guard let pixels = try self.header().pixelData else { return }
        if pixels.isEncapsulated {
            // Fragments as they are, from the Basic Offset Table to the last.
            let table = try frameTable()
            let end = try table.frame(table.count - 1).ranges.last?.upperBound ?? pixels.offset
            try Self.encapsulated.withUnsafeBytes(body)
            try dataSet[pixels.offset..<end].stream(body)
            return try EncapsulatedPixelData.Plan.end.withUnsafeBytes(body)
        }
        guard let length = pixels.length else { return }
        try elementHeader(pixels, length: length, target).withUnsafeBytes(body)
        if instance.transferSyntax.isBigEndian {
            return try decodedFrames(0..<frameCount()) { _, frame in try frame.pixels.withUnsafeBytes(body) }
        }
        let place = pixels.offset..<pixels.offset + length
        guard instance.transferSyntax.isDeflated else { return try dataSet[place].stream(body) }
        try withReadable { bytes, _ in try body(UnsafeRawBufferPointer(rebasing: bytes[place])) }
    }

    /// (7FE0,0010) OB of undefined length (PS3.5 A.4).
    private static let encapsulated: [UInt8] = [0xE0, 0x7F, 0x10, 0x00, 0x4F, 0x42, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]

    /// The header of an element without a value, with the length that its value will have.
    private func elementHeader(_ pixels: PixelDataLocation, length: Int, _ target: TransferSyntax) throws -> [UInt8] {
        var element = DataSet()
        element.setEmpty(pixels.tag, vr: pixels.vr)
        let header = try element.encode(transferSyntax: target)
        return header.dropLast(4) + withUnsafeBytes(of: UInt32(length).littleEndian) { Array($0) }
    }
}
