import Archive
import DICOM
import HTTPTypes
import Hummingbird

/// QIDO-RS (PS3.18 10.6) at one level.
struct Search: Sendable {
    let web: DICOMweb
    let level: Query.Level

    private static let types = [
        MediaType("application", "dicom+json"), MediaType("application", "json"),
    ]

    func answer(_ request: ResourceRequest) throws -> Response {
        guard let type = request.accept.choose(mediaType: { $0 }, from: { range in Self.types.filter(range.covers) }) else {
            throw DICOMwebError.notAcceptable("the results of a search")
        }
        let parameters = try SearchParameters(request.query, level: level, within: request.resource)
        web.record.queried(level, by: request)
        let found = try web.archive.find(parameters.query)
        var response = body(found.map { dataSet($0, request) }, type, request)
        let total = try total(parameters.query, found: found.count)
        if let total { response.headers[.totalCount] = String(total) }
        if let warning = warning(parameters.query, found: found.count, total: total) { response.headers[.warning] = warning }
        return response
    }

    private func body(_ results: [DataSet], _ type: MediaType, _ request: ResourceRequest) -> Response {
        // The search was completed and found nothing (PS3.18 10.6.3.1).
        guard !results.isEmpty else { return Response(status: .noContent) }
        var json: [UInt8] = [UInt8(ascii: "[")]
        for (position, result) in results.enumerated() {
            if position > 0 { json.append(UInt8(ascii: ",")) }
            json += result.json()
        }
        json.append(UInt8(ascii: "]"))
        return Answer.json(json, as: type.name, acceptsGzip: request.acceptsGzip)
    }

    /// What is found, with how to get it (PS3.18 Tables 10.6.3-3 to 10.6.3-5).
    private func dataSet(_ answer: QueryAnswer, _ request: ResourceRequest) -> DataSet {
        var result = answer.attributes
        result.set(.instanceAvailability, "ONLINE")
        result.set(.retrieveAETitle, web.aeTitle)
        if let study = answer.studyInstanceUID {
            result.set(.retrieveURL, request.link(study: study, series: answer.seriesInstanceUID, instance: answer.sopInstanceUID))
        }
        return result
    }

    /// A page that is not full and not empty tells the total by itself.
    private func total(_ query: Query, found: Int) throws -> Int? {
        if found > 0, found < query.limit ?? .max { return query.offset + found }
        return try web.archive.count(query)
    }

    /// PS3.18 8.3.4.4, 10.6.3: results beyond the limit are not silently left out.
    private func warning(_ query: Query, found: Int, total: Int?) -> String? {
        guard found >= SearchParameters.maximumResults, total ?? .max > query.offset + found else { return nil }
        return "299 yigong \"The number of results exceeded the maximum supported by the server: \(SearchParameters.maximumResults). Ask again with offset.\""
    }
}

extension HTTPField.Name {
    /// How many results there are without limit and offset.
    static let totalCount = HTTPField.Name("X-Total-Count")!
    static let warning = HTTPField.Name("Warning")!
}
