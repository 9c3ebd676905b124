import Archive
import DICOM
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Runtime
import Server

/// A server over an archive of its own.
final class DICOMwebHouse: Sendable {
    let path: String
    let platform: Platform
    let archive: Archive
    let server: YigongServer

    init(publicURL: String? = nil) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("dicomweb-\(UUID().uuidString)").path
        let folder = try DataFolder(path: path)
        platform = try Platform(database: try Database.open(.sqlite(path: folder.database)), folder: folder)
        for (name, roles) in [("admin", [.administrator]), ("doctor", [.radiologist])] as [(String, Set<Role>)] {
            try platform.accounts.add(name: name, displayName: "", password: House.password, roles: roles, by: .tester)
        }
        archive = try Archive.open(ArchiveOptions(folder: folder.path), log: Logger(label: "archive"))
        var configuration = ServerConfiguration(http: Endpoint(host: "127.0.0.1", port: 8080))
        configuration.publicURL = publicURL
        let web = DICOMweb(archive: archive, audit: platform.audit, configuration: configuration, aeTitle: "YIGONG")
        server = try YigongServer(
            configuration: configuration, platform: platform,
            services: [web.add, ArchiveRoutes(archive: archive, audit: platform.audit).add, AsideRoutes(archive: archive, audit: platform.audit).add])
    }

    deinit {
        try? archive.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    func run(_ test: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await server.application().test(.router) { try await test($0) }
    }
}

/// A small image: 4 columns, 3 rows, 16 bits, its stored values counting up from 0 through all frames.
struct SampleImage: Sendable {
    var study = "1.2.3"
    var series = "1.2.3.4"
    var instance = "1.2.3.4.5"
    var frames = 1
    var patientName = "Wang^XiaoDong=王^小东"

    var path: String { "/dicom-web/studies/\(study)/series/\(series)/instances/\(instance)" }

    var pixels: [UInt8] { (0..<12 * frames).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }

    func frame(_ number: Int) -> [UInt8] { Array(pixels[number * 24..<(number + 1) * 24]) }

    func file() throws -> [UInt8] {
        var object = DataSet()
        object.set(.sopClassUID, SOPClass.secondaryCaptureImage.uid)
        object.set(.sopInstanceUID, instance)
        object.set(.studyInstanceUID, study)
        object.set(.seriesInstanceUID, series)
        object.set(.patientName, patientName)
        object.set(.patientID, "P1")
        object.set(.studyDate, "20260501")
        object.set(.modality, "OT")
        object.set(.rows, 3)
        object.set(.columns, 4)
        object.set(.samplesPerPixel, 1)
        object.set(.photometricInterpretation, "MONOCHROME2")
        object.set(.bitsAllocated, 16)
        object.set(.bitsStored, 16)
        object.set(.highBit, 15)
        object.set(.pixelRepresentation, 0)
        if frames > 1 { object.set(.numberOfFrames, frames) }
        object.set(.windowCenter, 6)
        object.set(.windowWidth, 12)
        object.set(.pixelData, bytes: pixels, vr: .OW)
        return try PartTen.write(
            sopClassUID: SOPClass.secondaryCaptureImage.uid, sopInstanceUID: instance, transferSyntax: .explicitVRLittleEndian,
            dataSet: object.encode(transferSyntax: .explicitVRLittleEndian))
    }
}

extension TestClientProtocol {
    func get(_ uri: String, accept: String? = nil, as name: String = "admin", _ more: HTTPFields = [:]) async throws -> TestResponse {
        var headers = House.basic(name)
        headers.append(contentsOf: more)
        if let accept { headers[.accept] = accept }
        return try await execute(uri: uri, method: .get, headers: headers) { $0 }
    }

    func stow(_ images: [SampleImage], to uri: String = "/dicom-web/studies") async throws -> TestResponse {
        var body: [UInt8] = []
        for image in images { body += Array("--x\r\nContent-Type: application/dicom\r\n\r\n".utf8) + (try image.file()) + [13, 10] }
        var headers = House.basic("admin")
        headers[.contentType] = #"multipart/related; type="application/dicom"; boundary=x"#
        return try await execute(uri: uri, method: .post, headers: headers, body: ByteBuffer(bytes: body + Array("--x--\r\n".utf8))) { $0 }
    }
}

extension TestResponse {
    var bytes: [UInt8] { Array(body.readableBytesView) }

    /// The data sets of an answer in DICOM JSON.
    func dataSets() throws -> [DataSet] { try DataSet.array(json: bytes) }
}
