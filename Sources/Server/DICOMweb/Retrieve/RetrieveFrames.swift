import Archive
import DICOM
import Foundation
import Hummingbird
import Imaging
import NIOCore

/// Frames of an instance (PS3.18 10.4.1.1.6), as they are stored or coded anew without loss.
struct RetrieveFrames: Sendable {
    let web: DICOMweb

    func answer(_ request: ResourceRequest) throws -> Response {
        try answer(FrameList.read(request), of: web.instance(request), request)
    }

    /// Answers where the frames go out as they lie in memory; nil where there is more to do.
    func answerAtOnce(_ request: ResourceRequest) throws -> Response? {
        let numbers = try FrameList.read(request)
        guard let object = try web.instanceAtHand(request), numbers.count == 1 else { return nil }
        let stored = object.instance.transferSyntax
        guard !stored.isEncapsulated, !stored.isBigEndian, !stored.isDeflated,
            representation(of: numbers, stored, request)?.syntax == stored.ofFrames
        else { return nil }
        try web.note(object.instance.studyInstanceUID, by: request)
        return try answer(numbers, of: object, request)
    }

    private func representation(of numbers: [Int], _ stored: TransferSyntax, _ request: ResourceRequest) -> FrameRepresentation? {
        request.accept.choose(mediaType: \.mediaType) { range in
            FrameRepresentation.candidates(for: range, stored: stored, isSingle: numbers.count == 1)
        }
    }

    private func answer(_ numbers: [Int], of object: StoredObject, _ request: ResourceRequest) throws -> Response {
        let count = try object.frameCount()
        if let missing = numbers.first(where: { $0 >= count }) {
            throw DICOMwebError(.notFound, "frame \(missing + 1) does not exist: the instance has \(count)")
        }
        let stored = object.instance.transferSyntax
        guard let chosen = representation(of: numbers, stored, request) else { throw DICOMwebError.notAcceptable("frames in \(stored.name)") }
        guard chosen.isMultipart else { return try Answer.single(chosen.part, [try piece(numbers[0], of: object, chosen)]) }
        var body = MultipartBody(root: chosen.name)
        for number in numbers { body.append(chosen.part, [try piece(number, of: object, chosen)]) }
        return try Answer.multipart(body)
    }

    /// One frame, from 0, as it goes out.
    func piece(_ number: Int, of object: StoredObject, _ representation: FrameRepresentation) throws -> BodyPiece {
        let stored = object.instance.transferSyntax
        if representation.syntax == stored.ofFrames, !stored.isBigEndian {
            switch try object.encodedFrame(number) {
            case .stored(let bytes): return .stored(bytes, isPassing: object.isLong)
            case .assembled(let bytes): return .bytes(ByteBuffer(bytes: bytes))
            }
        }
        return .made {
            if representation.syntax == stored.ofFrames { return try object.encodedFrame(number).buffer }
            let decoded = try object.decodedFrame(number)
            // In the colour space that the metadata names, which is what clients convert from.
            guard representation.syntax.isEncapsulated else { return decoded.pixels.buffer }
            do {
                return ByteBuffer(
                    bytes: try decoded.pixels.withUnsafeBytes {
                        try Codec.encode($0, transferSyntax: representation.syntax.uid, format: decoded.format).frame
                    })
            } catch let error as ImagingError {
                throw DICOMwebError(.notAcceptable, "frame \(number + 1) as \(representation.syntax.name): \(error.message)")
            }
        }
    }
}

extension EncodedFrame {
    fileprivate var buffer: ByteBuffer { withUnsafeBytes { ByteBuffer(bytes: $0) } }
}

/// `1,2,3`: frame numbers as a path names them.
enum FrameList {
    /// Numbers from 0.
    static func read(_ request: ResourceRequest) throws -> [Int] {
        let text = request.parameters.get("frames")?.removingPercentEncoding ?? ""
        return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let number = Int(part), number >= 1, part.allSatisfy(\.isNumber) else {
                throw DICOMwebError(.badRequest, "“\(text)” is no list of frames: numbers from 1 with commas between")
            }
            return number - 1
        }
    }
}
