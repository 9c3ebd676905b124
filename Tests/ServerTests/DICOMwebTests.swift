import DICOM
import Foundation
import HTTPTypes
import HummingbirdTesting
import Runtime
import Server
import Testing

/// The resources of DICOMweb, each with its plainest use; Tests/Interop has the clients of the field.
@Suite struct DICOMwebTests {
    let house: DICOMwebHouse
    let image = SampleImage(frames: 3)

    init() throws { house = try DICOMwebHouse() }

    @Test func `what is stored is found, described and given back`() async throws {
        try await house.run { client in
            let report = try await client.stow([image])
            #expect(report.status == .ok)
            #expect(try report.dataSets()[0].items(.referencedSOPSequence)[0].string(.retrieveURL)?.hasSuffix(image.path) == true)

            let found = try await client.get("/dicom-web/studies?PatientName=wxd&fuzzymatching=true")
            #expect(found.headers[.totalCount] == "1")
            #expect(try found.dataSets()[0].string(.studyInstanceUID) == image.study)
            #expect(try found.dataSets()[0].string(.retrieveAETitle) == "YIGONG")

            let metadata = try await client.get("\(image.path)/metadata").dataSets()
            #expect(metadata[0].string(.patientName) == image.patientName)

            let object = try await client.get(image.path, accept: "application/dicom")
            #expect(object.bytes == (try image.file()))
        }
    }

    @Test func `frames come alone or in parts`() async throws {
        try await house.run { client in
            _ = try await client.stow([image])
            let octets = "application/octet-stream"
            #expect(try await client.get("\(image.path)/frames/2", accept: octets).bytes == image.frame(1))
            let parts = try await client.get("\(image.path)/frames/1,3")
            #expect(parts.headers[.contentType]?.hasPrefix(#"multipart/related; type="application/octet-stream"; boundary="#) == true)
            #expect(parts.bytes.contains(image.frame(0)) && parts.bytes.contains(image.frame(2)) && !parts.bytes.contains(image.frame(1)))
            // Two frames are no single part.
            #expect(try await client.get("\(image.path)/frames/1,3", accept: octets).status == .notAcceptable)
        }
    }

    @Test func `bulk data can be fetched by range`() async throws {
        try await house.run { client in
            _ = try await client.stow([image])
            let address = "\(image.path)/bulkdata/7FE00010", octets = "application/octet-stream"
            #expect(try await client.get(address, accept: octets).bytes == image.pixels)
            for (range, bytes) in [("bytes=2-5", 2..<6), ("bytes=70-", 70..<72), ("bytes=-4", 68..<72), ("bytes=60-999", 60..<72)] {
                let part = try await client.get(address, accept: octets, [.range: range])
                #expect(part.status == .partialContent)
                #expect(part.bytes == Array(image.pixels[bytes]))
                #expect(part.headers[.contentRange] == "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/72")
            }
            #expect(try await client.get(address, accept: octets, [.range: "bytes=72-"]).status == .rangeNotSatisfiable)
        }
    }

    @Test func `pictures are PNG or JPEG`() async throws {
        try await house.run { client in
            _ = try await client.stow([image])
            #expect(try await client.get("\(image.path)/frames/1/rendered", accept: "image/png").bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            for address in ["\(image.path)/rendered", "/dicom-web/studies/\(image.study)/thumbnail"] {
                #expect(try await client.get(address).bytes.starts(with: [0xFF, 0xD8]))
            }
            let ignored = try await client.get("\(image.path)/rendered?annotation=patient")
            #expect(ignored.status == .ok && ignored.headers[.warning]?.contains("annotation") == true)
        }
    }

    @Test func `a study comes as a ZIP archive`() async throws {
        try await house.run { client in
            _ = try await client.stow([image])
            let zip = try await client.get("/dicom-web/studies/\(image.study)", accept: "application/zip")
            #expect(zip.headers[.contentType] == "application/zip")
            #expect(zip.bytes.contains(try image.file()))
        }
    }

    @Test(arguments: [
        ("/dicom-web/studies/..%2F..%2Fx", 400), ("/dicom-web/studies/1.2.99/metadata", 404), ("/dicom-web/studies?NoSuchThing=1", 400),
        ("/dicom-web/studies?limit=-1", 400), ("/dicom-web/studies?PatientID=none", 204), ("/dicom-web/patients", 404),
        ("/dicom-web/studies/1.2.3/series/1.2.3.4/instances/1.2.3.4.5/frames/4", 404),
        ("/dicom-web/studies/1.2.3/series/1.2.3.4/instances/1.2.3.4.5/frames/0", 400),
        ("/dicom-web/studies/1.2.3/series/1.2.3.4/instances/1.2.3.4.5/bulkdata/x", 400),
        ("/dicom-web/studies/1.2.3/series/1.2.3.4/instances/1.2.3.4.5/bulkdata/00181030", 404),
        ("/dicom-web/studies/1.2.3/rendered?window=1,0,linear", 400), ("/wado?requestType=WADO", 400),
    ])
    func `each fault has its status`(_ address: String, _ status: Int) async throws {
        try await house.run { client in
            _ = try await client.stow([image])
            #expect(try await client.get(address).status.code == status)
        }
    }

    @Test func `an object of another study than the path is refused`() async throws {
        try await house.run { client in
            let answer = try await client.stow([image], to: "/dicom-web/studies/1.2.99")
            #expect(answer.status == .conflict)
            #expect(try answer.dataSets()[0].items(.failedSOPSequence)[0].int(.failureReason) == 0xA900)
            #expect(try await client.get("/dicom-web/studies").status == .noContent)
        }
    }

    @Test func `reads and changes are in the audit`() async throws {
        try await house.run { client in
            _ = try await client.stow([image])
            _ = try await client.get("\(image.path)/frames/1", as: "doctor")
            let read = try house.platform.audit.entries(AuditQuery(action: "study.read")).first?.event
            #expect(read?.actor.name == "doctor" && read?.objectID == image.study && read?.patientID == "P1")
            #expect(try house.platform.audit.entries(AuditQuery(action: "study.store", objectID: image.study)).count == 1)
        }
    }

    @Test func `a study goes to the trash and comes back`() async throws {
        try await house.run { client in
            _ = try await client.stow([image])
            let study = "/api/studies/\(image.study)"
            #expect(try await client.send(.post, "\(study)/trash", House.basic("doctor")).status == .forbidden)
            #expect(try await client.send(.post, "\(study)/trash", House.basic("admin")).status == .noContent)
            #expect(try await client.send(.post, "\(study)/trash", House.basic("admin")).status == .notFound)
            #expect(try await client.get("/dicom-web/studies").status == .noContent)
            #expect(try await client.get("/api/trash").text.contains(image.study))
            #expect(try await client.get("/api/archive").json()["trashedStudies"] as? Int == 1)
            #expect(try await client.send(.post, "\(study)/restore", House.basic("admin")).status == .noContent)
            #expect(try await client.get("/dicom-web/studies").status == .ok)
        }
    }

    @Test func `links lead to the public address where one is set`() async throws {
        let house = try DICOMwebHouse(publicURL: "https://images.example.org/")
        try await house.run { client in
            let report = try await client.stow([image]).dataSets()[0]
            #expect(report.string(.retrieveURL) == "https://images.example.org/dicom-web/studies/\(image.study)")
        }
    }
}

extension HTTPField.Name {
    fileprivate static let totalCount = HTTPField.Name("X-Total-Count")!
    fileprivate static let warning = HTTPField.Name("Warning")!
}
