import Archive
import DICOM
import Hummingbird
import Imaging

/// WADO-URI (PS3.18 9): one object by a query, as a file or a picture.
struct WADOURI: Sendable {
    let web: DICOMweb

    func answer(_ request: ResourceRequest) throws -> Response {
        let query = request.query
        guard query["requestType"] == "WADO" else { throw DICOMwebError(.badRequest, "requestType must be WADO") }
        func uid(_ name: String) throws -> String {
            guard let uid = query[name], uid.isUIDText else { throw DICOMwebError(.badRequest, "\(name) is missing or no UID") }
            return uid
        }
        let resource = Resource(study: try uid("studyUID"), series: try uid("seriesUID"), instance: try uid("objectUID"))
        guard let instance = try web.archive.instances(in: resource.scope).first else {
            throw DICOMwebError(.notFound, "there is no \(resource.name) in that series and study")
        }
        try web.note(instance.studyInstanceUID, by: request)
        let object = try web.archive.open(instance)
        let wanted = Accept(query.list("contentType").isEmpty ? nil : query.list("contentType").joined(separator: ","))
        let chosen = try wanted.choose(mediaType: \.mediaType) { range in try Representation.candidates(for: range, object, query) }
        guard let chosen else { throw DICOMwebError.notAcceptable("\(resource.name), by its contentType") }
        return try answer(object, chosen, query)
    }

    private enum Representation {
        case object(TransferSyntax)
        case picture(PictureFormat)

        private static let dicom = MediaType("application", "dicom")

        /// A picture where there is one, JPEG by default; else the object (9.4.1).
        static func candidates(for range: MediaType, _ object: StoredObject, _ query: QueryString) throws -> [Representation] {
            var candidates: [Representation] = []
            if try object.header().pixelData != nil {
                candidates = PictureFormat.allCases.filter { range.covers($0.mediaType) }.map(picture)
            }
            if range.covers(dicom) { candidates.append(.object(try syntax(of: object, query))) }
            return candidates
        }

        var mediaType: MediaType {
            switch self {
            case .object: Self.dicom
            case .picture(let format): format.mediaType
            }
        }

        /// The one that is named, if it can be given; else the default (9.5.1.4).
        private static func syntax(of object: StoredObject, _ query: QueryString) throws -> TransferSyntax {
            if let named = query["transferSyntax"].map({ TransferSyntax(uid: $0) }), try object.canWrite(as: named) { return named }
            return try object.canWrite(as: .explicitVRLittleEndian) ? .explicitVRLittleEndian : object.instance.transferSyntax
        }
    }

    private func answer(_ object: StoredObject, _ representation: Representation, _ query: QueryString) throws -> Response {
        switch representation {
        case .object(let syntax):
            return try Answer.single(representation.mediaType, try object.partTen(as: syntax))
        case .picture(let format):
            let options = try Self.options(query)
            let count = try object.frameCount()
            let frame = try query.int("frameNumber", in: 1...Int.max) ?? 1
            guard frame <= count else { throw DICOMwebError(.notFound, "frame \(frame) does not exist: the object has \(count)") }
            let quality = try query.int("imageQuality", in: 1...100) ?? 90
            return try Answer.single(format.mediaType, [.made { try format.encode(object.picture(frame: frame - 1, options: options), quality: quality) }])
        }
    }

    /// 9.4.1.2: the size, and the window, whose two values go together.
    private static func options(_ query: QueryString) throws -> RenderOptions {
        var options = RenderOptions()
        let sides = 1...RenderedParameters.largestSide
        let rows = try query.int("rows", in: sides), columns = try query.int("columns", in: sides)
        if rows != nil || columns != nil { options.viewport = RenderGeometry.Viewport(width: columns ?? 0, height: rows ?? 0) }
        switch (try query.numbers("windowCenter")?.first, try query.numbers("windowWidth")?.first) {
        case (let center?, let width?): options.voi = try RenderedParameters.window(center: center, width: width, function: "linear")
        case (nil, nil): break
        default: throw DICOMwebError(.badRequest, "windowCenter and windowWidth go together")
        }
        return options
    }
}
