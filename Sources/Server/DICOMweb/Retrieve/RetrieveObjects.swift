import Archive
import DICOM
import HTTPTypes
import Hummingbird

/// Studies, series and instances as DICOM objects (PS3.18 10.4.1.1.1).
struct RetrieveObjects: Sendable {
    let web: DICOMweb

    func answer(_ request: ResourceRequest) throws -> Response {
        let instances = try web.instances(request)
        let chosen = try request.accept.choose(mediaType: \.mediaType) { range in
            try ObjectRepresentation.candidates(for: range, isSingle: instances.count == 1)
                .filter { try isPossible($0, instances) }
        }
        guard let chosen else { throw DICOMwebError.notAcceptable(request.resource.name) }
        switch chosen.package {
        case .single: return try single(instances[0], chosen)
        case .multipart: return try multipart(instances, chosen, request)
        case .zip: return try zip(instances, chosen, request)
        }
    }

    /// A transfer syntax that was named must be possible for every object; the others always are.
    private func isPossible(_ representation: ObjectRepresentation, _ instances: [StoredInstance]) throws -> Bool {
        guard case .named = representation.syntax else { return true }
        return try instances.allSatisfy { try representation.target(for: web.archive.open($0)) != nil }
    }

    private func single(_ instance: StoredInstance, _ representation: ObjectRepresentation) throws -> Response {
        let (type, pieces) = try file(instance, representation)
        return try Answer.single(type, pieces)
    }

    private func multipart(_ instances: [StoredInstance], _ representation: ObjectRepresentation, _ request: ResourceRequest) throws -> Response {
        var body = MultipartBody(root: "application/dicom")
        for instance in instances {
            let (type, pieces) = try file(instance, representation)
            let location = request.link(
                study: instance.studyInstanceUID, series: instance.seriesInstanceUID, instance: instance.sopInstanceUID)
            body.append(type, location: location, pieces)
        }
        return try Answer.multipart(body)
    }

    /// One file after the other, each written as it is read.
    private func zip(_ instances: [StoredInstance], _ representation: ObjectRepresentation, _ request: ResourceRequest) throws -> Response {
        let archive = web.archive
        let body = BodyPiece.streamed { send in
            var zip = ZIPWriter()
            for instance in instances {
                let object = try archive.open(instance)
                guard let target = try representation.target(for: object) else { continue }
                try zip.begin("\(instance.seriesInstanceUID)/\(instance.sopInstanceUID).dcm", to: send)
                try object.partTenHeader(as: target).withUnsafeBytes { try zip.append($0, to: send) }
                try object.write(as: target) { try zip.append($0, to: send) }
                try zip.end(to: send)
            }
            try zip.finish(to: send)
        }
        var response = try Answer.single(MediaType("application", "zip"), [body])
        response.headers[.contentDisposition] = "attachment; filename=\"\(request.resource.study ?? "study").zip\""
        return response
    }

    private func file(_ instance: StoredInstance, _ representation: ObjectRepresentation) throws -> (type: MediaType, pieces: [BodyPiece]) {
        let object = try web.archive.open(instance)
        guard let target = try representation.target(for: object) else { throw DICOMwebError.notAcceptable("instance \(instance.sopInstanceUID)") }
        return (MediaType("application", "dicom", ["transfer-syntax": target.uid]), try object.partTen(as: target))
    }
}
