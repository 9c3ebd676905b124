import Archive
import DICOM
import NIOCore

extension StoredObject {
    /// Objects whose pixels take more than this are never whole in memory.
    private static let largestHeld = 32 << 20

    /// The object as a DICOM file (PS3.10 7) in a transfer syntax it can be given in.
    func partTen(as target: TransferSyntax) throws -> [BodyPiece] {
        [.bytes(ByteBuffer(bytes: try partTenHeader(as: target))), try dataSetPiece(as: target)]
    }

    /// Preamble and file meta information.
    func partTenHeader(as target: TransferSyntax) throws -> [UInt8] {
        try PartTen.header(sopClassUID: instance.sopClassUID, sopInstanceUID: instance.sopInstanceUID, transferSyntax: target)
    }

    private func dataSetPiece(as target: TransferSyntax) throws -> BodyPiece {
        if target == instance.transferSyntax { return stored }
        if try decodedLength > Self.largestHeld { return .streamed { [self] send in try write(as: target, send) } }
        return .made { [self] in
            var buffer = ByteBuffer()
            try write(as: target) { buffer.writeBytes($0) }
            return buffer
        }
    }

    private var stored: BodyPiece {
        .stored(dataSet, isPassing: isLong)
    }

    /// Bytes that the object takes when its pixels are decoded, or as it is where it has none.
    private var decodedLength: Int {
        get throws {
            guard try header().pixelData != nil, let frame = try? pixelFormat().frameLength else { return instance.length }
            return max(instance.length, frame * instance.frames)
        }
    }
}
