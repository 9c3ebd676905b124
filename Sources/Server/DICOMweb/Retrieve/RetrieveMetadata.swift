import Archive
import DICOM
import HTTPTypes
import Hummingbird
import NIOCore

/// Metadata of studies, series and instances in the DICOM JSON model (PS3.18 10.4.1.1.2, Annex F).
struct RetrieveMetadata: Sendable {
    let web: DICOMweb

    private static let types = [MediaType("application", "dicom+json"), MediaType("application", "json")]

    func answer(_ request: ResourceRequest) throws -> Response {
        guard let type = request.accept.choose(mediaType: { $0 }, from: { range in Self.types.filter(range.covers) }) else {
            throw DICOMwebError.notAcceptable("metadata")
        }
        let resource = request.resource
        if resource.instance != nil {
            let json = try web.archive.metadata(web.instances(request)[0], base: request.base)
            return Answer.json(json, as: type.name, acceptsGzip: request.acceptsGzip)
        }
        guard let study = resource.study else { throw web.notFound(request) }
        try web.note(study, by: request)
        if let series = resource.series { return try self.series(series, of: study, type, request) }
        return Answer.json(try self.study(study, request), as: type.name, acceptsGzip: request.acceptsGzip)
    }

    /// The kept document goes out as it is kept.
    private func series(_ series: String, of study: String, _ type: MediaType, _ request: ResourceRequest) throws -> Response {
        guard let document = try web.archive.metadata(series: series, study: study, base: request.base) else { throw web.notFound(request) }
        var headers: HTTPFields = [.contentType: type.name, .vary: "Accept, Accept-Encoding"]
        guard request.acceptsGzip else {
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: try document.json())))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: document.gzip)))
    }

    /// The arrays of all series as one.
    private func study(_ study: String, _ request: ResourceRequest) throws -> [UInt8] {
        let query = Query(level: .series, keys: [.studyInstanceUID: .values([study])], returned: .listed([]))
        let series = try web.archive.find(query).compactMap(\.seriesInstanceUID)
        var json: [UInt8] = [UInt8(ascii: "[")]
        for uid in series {
            guard let document = try web.archive.metadata(series: uid, study: study, base: request.base) else { continue }
            let objects = try document.json().dropFirst().dropLast()
            if json.count > 1, !objects.isEmpty { json.append(UInt8(ascii: ",")) }
            json += objects
        }
        guard json.count > 1 else { throw web.notFound(request) }
        json.append(UInt8(ascii: "]"))
        return json
    }
}
