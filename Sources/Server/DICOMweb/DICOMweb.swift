import Archive
import HTTPTypes
import Hummingbird
import NIOCore
import Runtime

/// DICOMweb (PS3.18) over the archive: QIDO-RS, WADO-RS, STOW-RS and WADO-URI below `/dicom-web`.
public struct DICOMweb: Sendable {
    static let path = "/dicom-web"

    let archive: Archive
    let record: AccessRecord
    let origin: Origin
    /// Given as Retrieve AE Title (0008,0054), by which DIMSE clients fetch what a search found.
    let aeTitle: String
    let patients = PatientsOfStudies()

    public init(archive: Archive, audit: AuditTrail, configuration: ServerConfiguration, aeTitle: String) {
        self.archive = archive
        record = AccessRecord(audit: audit)
        origin = Origin(configuration)
        self.aeTitle = aeTitle
    }

    /// Adds all resources to the guarded part of a router.
    public func add(to guarded: GuardedRoutes) {
        addSearch(to: guarded.group("\(Self.path)", demanding: .viewStudies))
        addRetrieve(to: guarded.group("\(Self.path)", demanding: .viewStudies))
        addStore(to: guarded.group("\(Self.path)", demanding: .storeStudies))
        let uri = WADOURI(web: self)
        for path in ["\(Self.path)/wado", "/wado"] {
            get("", on: guarded.group(RouterPath(path), demanding: .viewStudies)) { try uri.answer($0) }
        }
    }

    /// PS3.18 10.6.1.
    private func addSearch(to routes: RouterGroup<SignedInContext>) {
        let resources: [(String, Query.Level)] = [
            ("studies", .study), ("series", .series), ("instances", .instance), ("studies/:study/series", .series),
            ("studies/:study/instances", .instance), ("studies/:study/series/:series/instances", .instance),
        ]
        for (path, level) in resources {
            let search = Search(web: self, level: level)
            get(path, on: routes) { try search.answer($0) }
        }
    }

    /// PS3.18 10.4.1.
    private func addRetrieve(to routes: RouterGroup<SignedInContext>) {
        let objects = RetrieveObjects(web: self), metadata = RetrieveMetadata(web: self)
        let rendered = RetrieveRendered(web: self), frames = RetrieveFrames(web: self), bulkData = RetrieveBulkData(web: self)
        let instance = "studies/:study/series/:series/instances/:instance"
        for path in ["studies/:study", "studies/:study/series/:series", instance] {
            get(path, on: routes) { try objects.answer($0) }
            get("\(path)/metadata", on: routes) { try metadata.answer($0) }
            get("\(path)/rendered", on: routes) { try rendered.answer($0) }
            get("\(path)/thumbnail", on: routes) { try rendered.thumbnail($0) }
        }
        get("\(instance)/frames/:frames", on: routes, atOnce: { try frames.answerAtOnce($0) }) { try frames.answer($0) }
        get("\(instance)/frames/:frames/rendered", on: routes) { try rendered.answer($0) }
        get("\(instance)/frames/:frames/thumbnail", on: routes) { try rendered.thumbnail($0) }
        get("\(instance)/bulkdata/**", on: routes) { try bulkData.answer($0) }
    }

    /// PS3.18 10.5.
    private func addStore(to routes: RouterGroup<SignedInContext>) {
        let store = Store(web: self)
        for path in ["studies", "studies/:study"] {
            routes.post(RouterPath(path)) { request, context in
                try await store.answer(request, try ResourceRequest(request, context, origin: origin))
            }
        }
    }

    /// Answers GET on a thread that may block: the event loops only pass bytes.
    /// - Parameter atOnce: answers what takes no waiting and next to no work, which a change of threads would make dearer.
    private func get(
        _ path: String, on routes: RouterGroup<SignedInContext>, atOnce: (@Sendable (ResourceRequest) throws -> Response?)? = nil,
        _ answer: @escaping @Sendable (ResourceRequest) throws -> Response
    ) {
        routes.get(RouterPath(path)) { request, context in
            let request = try ResourceRequest(request, context, origin: origin)
            if let response = try atOnce?(request) { return response }
            return try await offload { try answer(request) }
        }
    }
}
