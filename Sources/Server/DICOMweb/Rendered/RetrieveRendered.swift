import Archive
import DICOM
import HTTPTypes
import Hummingbird
import Imaging
import NIOCore

/// Pictures that any browser shows (PS3.18 10.4.1.1.3, 10.4.1.1.4).
struct RetrieveRendered: Sendable {
    let web: DICOMweb

    /// The sides of a thumbnail that nobody gave a size for.
    private static let thumbnail = RenderGeometry.Viewport(width: 256, height: 256)

    func answer(_ request: ResourceRequest) throws -> Response {
        let parameters = try RenderedParameters(request.query)
        if let document = try document(request) { return document }
        guard let chosen = request.accept.choose(mediaType: \.mediaType, from: RenderedRepresentation.candidates) else {
            throw DICOMwebError.notAcceptable("a picture")
        }
        let frames = try chosen.isMultipart ? allFrames(request) : namedFrames(request) ?? [representative(request)]
        return try pictures(of: frames, parameters, chosen)
    }

    func thumbnail(_ request: ResourceRequest) throws -> Response {
        let parameters = try RenderedParameters(request.query, viewport: Self.thumbnail)
        let chosen = request.accept.choose(mediaType: \.mediaType, from: RenderedRepresentation.candidates)
        guard let chosen, !chosen.isMultipart else { throw DICOMwebError.notAcceptable("a thumbnail") }
        return try pictures(of: (namedFrames(request) ?? [representative(request)]).prefix(1), parameters, chosen)
    }

    private typealias Frame = (object: StoredObject, number: Int)

    /// Several frames cannot be one picture, so they go out in parts whether or not parts were spoken of.
    private func pictures(of frames: some RandomAccessCollection<Frame>, _ parameters: RenderedParameters, _ chosen: RenderedRepresentation) throws -> Response {
        func piece(_ frame: Frame) -> BodyPiece {
            .made { try chosen.format.encode(frame.object.picture(frame: frame.number, options: parameters.options), quality: parameters.quality) }
        }
        var response: Response
        if frames.count == 1, !chosen.isMultipart {
            response = try Answer.single(chosen.format.mediaType, [piece(frames.first!)])
        } else {
            var body = MultipartBody(root: chosen.format.mediaType.name)
            for frame in frames { body.append(chosen.format.mediaType, [piece(frame)]) }
            response = try Answer.multipart(body)
        }
        if !parameters.ignored.isEmpty {
            // PS3.18 8.5: the request was carried out, except for this.
            response.headers[.warning] = "299 yigong \"not followed: \(parameters.ignored.joined(separator: ", "))\""
        }
        return response
    }

    /// The frames that the path lists.
    private func namedFrames(_ request: ResourceRequest) throws -> [Frame]? {
        guard request.parameters.get("frames") != nil else { return nil }
        let numbers = try FrameList.read(request)
        let object = try web.instance(request)
        return numbers.map { (object, $0) }
    }

    private func allFrames(_ request: ResourceRequest) throws -> [Frame] {
        if let named = try namedFrames(request) { return named }
        let frames = try web.instances(request).filter { $0.rows != nil }.flatMap { instance in
            let object = try web.archive.open(instance)
            return try (0..<object.frameCount()).map { (object, $0) }
        }
        guard !frames.isEmpty else { throw DICOMwebError.notAcceptable("\(request.resource.name): nothing in it has a picture") }
        return frames
    }

    private func representative(_ request: ResourceRequest) throws -> Frame {
        if request.resource.instance != nil {
            let object = try web.instance(request)
            if let frame = object.representativeFrame() { return (object, frame) }
            throw DICOMwebError.notAcceptable("\(request.resource.name): nothing in it has a picture")
        }
        if let found = try web.archive.representative(of: request.resource.scope) {
            try web.note(found.object.instance.studyInstanceUID, by: request)
            return (found.object, found.frame)
        }
        _ = try web.instances(request)
        throw DICOMwebError.notAcceptable("\(request.resource.name): nothing in it has a picture")
    }

    /// An encapsulated document is its own rendering (PS3.18 Table 8.7.4-1): the PDF as it is. Nil for what holds none.
    private func document(_ request: ResourceRequest) throws -> Response? {
        guard request.resource.instance != nil, request.parameters.get("frames") == nil else { return nil }
        let header = try web.instance(request).header()
        guard let element = header[.encapsulatedDocument] else { return nil }
        let type = header.string(.mimeTypeOfEncapsulatedDocument).flatMap { MediaType($0) } ?? MediaType("application", "octet-stream")
        guard request.accept.choose(mediaType: { $0 }, from: { $0.covers(type) ? [type] : [] }) != nil else {
            throw DICOMwebError.notAcceptable("an encapsulated document of \(type.name)")
        }
        return try Answer.single(type, [.bytes(ByteBuffer(bytes: element.bytes))])
    }
}
