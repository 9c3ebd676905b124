import Archive
import HTTPTypes
import Hummingbird
import Runtime

/// A DICOMweb request without its body, in the terms of PS3.18: which resource, and how it is wanted.
struct ResourceRequest: Sendable {
    let resource: Resource
    let query: QueryString
    let accept: Accept
    let acceptsGzip: Bool
    /// Where DICOMweb is served, as the client sees it: `https://host:8042/dicom-web`.
    let base: String
    let actor: Actor
    let parameters: Parameters
    /// The first range of bytes asked for, where only one is (RFC 9110 14.2).
    let range: String?

    init(_ request: Request, _ context: SignedInContext, origin: Origin) throws {
        resource = try Resource(context.parameters)
        query = try QueryString(request.uri.query)
        // In a query a plus sign is a blank, and media types have none of these.
        let override = query["accept"].map { $0.replacing("dicom ", with: "dicom+") }
        accept = Accept(override ?? request.headers[values: .accept].joined(separator: ","))
        acceptsGzip = request.acceptsGzip
        base = origin.url(for: request) + DICOMweb.path
        actor = context.actor
        parameters = context.parameters
        range = request.headers[.range]
    }

    /// The address of a resource, for answers to link to.
    func link(study: String, series: String? = nil, instance: String? = nil) -> String {
        "\(base)/studies/\(study)" + (series.map { "/series/\($0)" } ?? "") + (instance.map { "/instances/\($0)" } ?? "")
    }
}

/// A study, series or instance as a path names it.
struct Resource: Sendable {
    let study: String?
    let series: String?
    let instance: String?

    /// - Throws: `DICOMwebError` for text that is no UID. What comes from a path names rows, never files.
    init(_ parameters: Parameters) throws {
        study = try Self.uid("study", parameters)
        series = try Self.uid("series", parameters)
        instance = try Self.uid("instance", parameters)
    }

    init(study: String, series: String, instance: String) {
        self.study = study
        self.series = series
        self.instance = instance
    }

    var scope: ArchiveScope {
        ArchiveScope(studies: study.map { [$0] } ?? [], series: series.map { [$0] } ?? [], instances: instance.map { [$0] } ?? [])
    }

    var name: String {
        if let instance { return "instance \(instance)" }
        if let series { return "series \(series)" }
        return study.map { "study \($0)" } ?? "the archive"
    }

    private static func uid(_ name: String, _ parameters: Parameters) throws -> String? {
        guard let text = parameters.get(name) else { return nil }
        guard text.isUIDText else { throw DICOMwebError(.badRequest, "the \(name) in the path is no UID") }
        return text
    }
}

extension String {
    /// Digits and dots, 64 at the most (PS3.5 9.1). Components with leading zeros are wrong, and met in real archives.
    var isUIDText: Bool {
        (1...64).contains(utf8.count) && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }
    }
}
