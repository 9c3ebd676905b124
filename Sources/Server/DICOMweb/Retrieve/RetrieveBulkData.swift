import Archive
import DICOM
import Hummingbird
import NIOCore

/// The value of one attribute, as metadata links to it (PS3.18 10.4.1.1.5): `bulkdata/7FE00010`, `bulkdata/00880200/1/00282000`.
struct RetrieveBulkData: Sendable {
    let web: DICOMweb

    private struct Representation {
        let mediaType: MediaType
        var isMultipart: Bool { mediaType.isMultipart }
    }

    func answer(_ request: ResourceRequest) throws -> Response {
        let text = request.parameters.getCatchAll().joined(separator: "/")
        guard let path = AttributePath(text) else { throw DICOMwebError(.badRequest, "“\(text)” is no path to an attribute") }
        let object = try web.instance(request)
        if path.steps.isEmpty, let pixels = try object.header().pixelData, pixels.tag == path.tag {
            return try self.pixels(pixels, of: object, request)
        }
        guard let element = try object.header().element(at: path) ?? object.trailer().element(at: path), element.vr != .SQ else {
            throw DICOMwebError(.notFound, "instance \(object.instance.sopInstanceUID) has no value at \(path)")
        }
        let bytes = element.littleEndianBytes
        let piece = BodyPiece.stored(length: bytes.count) { range, buffer in buffer.writeBytes(bytes[range]) }
        return try answer(piece, as: try kind(of: element, in: object), request)
    }

    /// Native pixels as they lie; encapsulated ones decoded, or frame by frame where a compressed transfer syntax is accepted.
    private func pixels(_ pixels: PixelDataLocation, of object: StoredObject, _ request: ResourceRequest) throws -> Response {
        let stored = object.instance.transferSyntax
        guard stored.isEncapsulated || stored.isBigEndian || stored.isDeflated else {
            let place = pixels.offset..<pixels.offset + (pixels.length ?? 0)
            return try answer(.stored(object.dataSet[place], isPassing: object.isLong), as: nil, request)
        }
        let wanted = request.accept.choose(mediaType: \.mediaType) { range in
            FrameRepresentation.candidates(for: range, stored: stored, isSingle: true)
        }
        guard let wanted else { throw DICOMwebError.notAcceptable("pixel data in \(stored.name)") }
        let frames = RetrieveFrames(web: web)
        let pieces = try (0..<object.frameCount()).map { try frames.piece($0, of: object, wanted) }
        guard wanted.isMultipart else { return try Answer.single(wanted.part, pieces) }
        var body = MultipartBody(root: wanted.name)
        if wanted.syntax.isEncapsulated { for piece in pieces { body.append(wanted.part, [piece]) } } else { body.append(wanted.part, pieces) }
        return try Answer.multipart(body)
    }

    private func answer(_ piece: BodyPiece, as kind: MediaType?, _ request: ResourceRequest) throws -> Response {
        let octets = MediaType("application", "octet-stream")
        let chosen = request.accept.choose(mediaType: \.mediaType) { range in
            [MediaType("multipart", "related", ["type": octets.name]), octets, kind].compactMap { $0 }
                .filter(range.covers).map(Representation.init)
        }
        guard let chosen else { throw DICOMwebError.notAcceptable("a value of bytes") }
        guard chosen.isMultipart else { return try Answer.single(chosen.mediaType, piece, range: request.range) }
        var body = MultipartBody(root: octets.name)
        body.append(octets, [piece])
        return try Answer.multipart(body)
    }

    /// What an encapsulated document says of itself (PS3.3 C.24.2).
    private func kind(of element: Element, in object: StoredObject) throws -> MediaType? {
        guard element.tag == .encapsulatedDocument else { return nil }
        return try object.header().string(.mimeTypeOfEncapsulatedDocument).flatMap { MediaType($0) }
    }
}
