import Archive
import Foundation
import HTTPTypes
import Hummingbird
import Imaging
import NIOCore
import Runtime

/// `/api/volumes/{study}/{series}`: a series as a volume, cut in any direction.
///
/// - `GET …?wait=20` describes it: `{"state": "building", "done": 120, "of": 400}`, `{"state": "failed", "code": …, "message": …}`, or
///   `{"state": "ready", "volume": {…}}` with size, geometry, units, windows, SUV factors, notices and the standard planes (``VolumeDescription``). The
///   first who asks has the volume made; `wait`, in seconds, answers as soon as something has changed.
/// - `GET …/plane?origin=x,y,z&right=x,y,z&down=x,y,z&spacing=mm[,mm]&size=columns,rows` cuts a plane (``PlaneParameters``), and
///   `GET …/curve?points=x,y,z;x,y,z…&down=x,y,z&spacing=mm&height=pixels` a surface along a line. All in millimetres of the patient.
///
/// A plane is answered with 202 and the description while the volume is being made (it may have been pushed out of memory meanwhile).
public struct VolumeRoutes: Sendable {
    let archive: Archive
    let volumes: VolumeCache
    let audit: AuditTrail
    let patients = PatientsOfStudies()

    public init(archive: Archive, volumes: VolumeCache, audit: AuditTrail) {
        self.archive = archive
        self.volumes = volumes
        self.audit = audit
    }

    public func add(to guarded: GuardedRoutes) {
        let routes = guarded.group("/api/volumes/:study/:series", demanding: .viewStudies)
        routes.get { request, context in try await describe(request, context) }
        routes.get("plane") { request, context in
            let parameters = try PlaneParameters(QueryString(request.uri.query))
            return try await cut(context, parameters.output) { volume in
                try volume.volume.sample(parameters.plane)
            } fusing: { other in try other.volume.sample(parameters.plane) }
        }
        routes.get("curve") { request, context in
            let parameters = try CurveParameters(QueryString(request.uri.query))
            return try await cut(context, parameters.output) { volume in
                try volume.volume.sample(parameters.curve)
            } fusing: { other in try other.volume.sample(parameters.curve) }
        }
    }

    private func describe(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let wait = try QueryString(request.uri.query).int("wait", in: 0...30) ?? 0
        let named = try named(context), end = ContinuousClock.now + .seconds(wait)
        var state = try await state(named, context)
        while case .building = state, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
            state = try await self.state(named, context)
        }
        return try JSONAnswer(content: VolumeDescription(state)).response(from: request, context: context)
    }

    private typealias Named = (study: String, series: String)

    private func named(_ context: SignedInContext) throws -> Named {
        let resource = try Resource(context.parameters)
        guard let study = resource.study, let series = resource.series else { throw HTTPError(.badRequest) }
        return (study, series)
    }

    /// Noted as a study that was read.
    private func state(_ named: Named, _ context: SignedInContext) async throws -> VolumeState {
        try await offload {
            guard let state = try volumes.state(study: named.study, series: named.series) else {
                throw DICOMwebError(.notFound, "there is no series \(named.series)")
            }
            let patient = try patients.patientID(of: named.study, in: archive)
            audit.note(AuditEvent(.studyRead, by: context.actor, on: "study", named.study, patientID: patient, detail: "volume"))
            return state
        }
    }

    /// Cuts a volume, and the one that is laid over it, once both are there.
    private func cut(
        _ context: SignedInContext, _ output: PlaneOutput, _ sample: @escaping @Sendable (SeriesVolume) throws -> SampledPlane,
        fusing sampleOther: @escaping @Sendable (SeriesVolume) throws -> SampledPlane
    ) async throws -> Response {
        let state = try await state(try named(context), context)
        guard case .ready(let volume) = state else { return try unready(state) }
        var overlay: SeriesVolume?
        if let fusion = output.fusion {
            let other = try await self.state((fusion.study, fusion.series), context)
            guard case .ready(let made) = other else { return try unready(other) }
            guard made.frameOfReferenceUID != nil, made.frameOfReferenceUID == volume.frameOfReferenceUID else {
                throw VolumeRefusal(.unprocessableContent, "otherFrameOfReference", "the two series do not share a frame of reference")
            }
            overlay = made
        }
        return try await BlockingThreads.volumes.run { [overlay] in
            do {
                let plane = try sample(volume)
                return try output.answer(plane, of: volume, fused: try overlay.map { ($0, try sampleOther($0)) })
            } catch let error as ImagingError {
                throw VolumeRefusal(error.code == .tooLarge ? .contentTooLarge : .badRequest, "plane", error.message)
            }
        }
    }

    private func unready(_ state: VolumeState) throws -> Response {
        if case .failed(let error) = state {
            throw VolumeRefusal(error.code == .tooLarge ? .contentTooLarge : .unprocessableContent, error.code.rawValue, error.message)
        }
        let body = try JSONEncoder().encode(VolumeDescription(state))
        return Response(
            status: .accepted, headers: [.contentType: "application/json; charset=utf-8", .retryAfter: "1"],
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// Why there is no plane: `{"error": {"code": "tooFewSlices", "message": …}}`.
struct VolumeRefusal: Error, HTTPResponseError {
    let status: HTTPResponse.Status
    private let body: Body

    private struct Body: Encodable {
        struct Detail: Encodable {
            let code: String
            let message: String
        }

        let error: Detail
    }

    init(_ status: HTTPResponse.Status, _ code: String, _ message: String) {
        self.status = status
        body = Body(error: .init(code: code, message: message))
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try JSONAnswer(status: status, content: body).response(from: request, context: context)
    }
}
