import DICOM
import Foundation
import Testing

private let echoscu = "/usr/bin/echoscu"
private let storescu = "/usr/bin/storescu"
private let storescp = "/usr/bin/storescp"
private let dump2dcm = "/usr/bin/dump2dcm"
private let openssl = "/usr/bin/openssl"

/// A folder that is gone after the test.
private final class Scratch {
    let path: String
    init() throws {
        path = NSTemporaryDirectory() + "network-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A CT that DCMTK makes from a description, with `pixels` bytes of Pixel Data.
    func object(_ number: Int, pixels: Int) throws -> String {
        try Data(repeating: UInt8(truncatingIfNeeded: number), count: pixels).write(to: URL(fileURLWithPath: path + "/pixels"))
        let text = """
            (0008,0016) UI [1.2.840.10008.5.1.4.1.1.2]
            (0008,0018) UI [1.2.826.0.1.3680043.9.99.\(number)]
            (0010,0010) PN [Test^Network]
            (7fe0,0010) OW =\(path)/pixels
            """
        try text.write(toFile: path + "/text", atomically: true, encoding: .utf8)
        let file = path + "/\(number).dcm"
        let finished = try Finished(dump2dcm, ["+te", path + "/text", file])
        #expect(finished.status == 0, "\(finished.output)")
        return file
    }

    /// A self-signed certificate for 127.0.0.1.
    func identity(_ name: String) throws -> (certificate: String, key: String) {
        let pair = (path + "/\(name).crt", path + "/\(name).key")
        let finished = try Finished(openssl, [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-out", pair.0,
            "-keyout", pair.1,
        ])
        #expect(finished.status == 0, "\(finished.output)")
        return pair
    }
}

@Suite("DCMTK's tools as peers", .enabled(if: Finished.isInstalled(storescu)))
struct NetworkToolTests {
    @Test func `echoscu and storescu`() throws {
        let peer = try CountingPeer()
        defer { peer.listener.stop(grace: .zero) }
        let port = String(peer.listener.port)
        #expect(try Finished(echoscu, ["-aec", "YIGONG", "127.0.0.1", port]).status == 0)
        // More contexts than fit are cut by echoscu itself: 128 is what it can send.
        #expect(try Finished(echoscu, ["--propose-pc", "128", "--propose-ts", "30", "127.0.0.1", port]).status == 0)
        let scratch = try Scratch()
        let files = try [0, 2, 131_060, 131_072, 1_000_000].enumerated().map { try scratch.object($0, pixels: $1) }
        for length in ["4096", "16384", "131072"] {
            let finished = try Finished(storescu, ["--max-send-pdu", length, "127.0.0.1", port] + files)
            #expect(finished.status == 0, "\(finished.output)")
        }
        #expect(peer.tally.wait { $0.objects == 15 })
        #expect(peer.tally.now.errors.isEmpty)
        #expect(try Finished(storescu, ["--abort", "127.0.0.1", port, files[0]]).status == 0)
        #expect(peer.tally.wait { $0.errors.map(\.kind) == [.aborted] })
    }

    @Test func `storescp takes what the service user sends`() throws {
        let scratch = try Scratch()
        let port = try freePort()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: storescp)
        process.arguments = ["-od", scratch.path, "-pdu", "16384", String(port)]
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        let association = try whenUp { () throws(AssociationError) in
            try Association.request(
                to: PeerAddress(host: "localhost", port: port), callingAE: "US", calledAE: "ANY",
                contexts: .contexts([
                    (SOPClass.verification.uid, [.implicitVRLittleEndian], .default),
                    (SOPClass.ctImage.uid, [.explicitVRLittleEndian], .default),
                    ("1.2.3.4", [.explicitVRLittleEndian], .default),
                ]))
        }
        #expect(association.contexts.keys.sorted() == [1, 3])
        #expect(association.maximumPDULength == 16384)
        let user = ServiceUser(association)
        #expect(try user.echo() == .success)
        let dataSet: [UInt8] = [8, 0, 0x16, 0, 0x55, 0x49, 26, 0] + Array(SOPClass.ctImage.uid.utf8) + [0]
            + [8, 0, 0x18, 0, 0x55, 0x49, 8, 0] + Array("1.2.3.4".utf8) + [0]
        let answer = try user.store(
            sopClassUID: SOPClass.ctImage.uid, sopInstanceUID: "1.2.3.4", transferSyntax: .explicitVRLittleEndian,
            data: DataSource(dataSet))
        #expect(answer.status == .success)
        try association.release()
        let stored = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
        #expect(stored.count == 1)
    }

    @Test func `a silent, a dribbling and a hostile peer disturb nobody`() throws {
        var options = ListenerOptions()
        options.timeouts.negotiation = .seconds(2)
        let peer = try CountingPeer(options: options)
        defer { peer.listener.stop(grace: .zero) }
        let silent = try (0..<20).map { _ in try RawPeer(port: peer.listener.port) }
        let dribbling = try RawPeer(port: peer.listener.port)
        for byte in RawPeer.request().prefix(5) { dribbling.send([byte]); usleep(1000) }
        let echo = try Finished(echoscu, ["127.0.0.1", String(peer.listener.port)])
        withExtendedLifetime((silent, dribbling)) {
            #expect(echo.status == 0)
            #expect(peer.tally.now.errors.isEmpty, "echoscu was served while all the others were still being waited for")
            #expect(peer.tally.wait { $0.errors.count == 21 })
        }
        #expect(peer.tally.now.errors.allSatisfy { $0.kind == .stalled && $0.place == .negotiation })
    }

    @Test func `TLS both ways, with and without certificate of the client`() throws {
        let scratch = try Scratch()
        let (certificate, key) = try scratch.identity("server")
        let (otherCertificate, otherKey) = try scratch.identity("other")
        let server = try TLSIdentity(certificate: certificate, key: key, trusted: certificate, verification: .required)
        let peer = try CountingPeer(tls: server)
        defer { peer.listener.stop(grace: .zero) }
        let port = String(peer.listener.port)
        let known = ["+tls", key, certificate, "+cf", certificate, "127.0.0.1", port]
        #expect(try Finished(echoscu, known).status == 0)
        let file = try scratch.object(1, pixels: 1_000_000)
        #expect(try Finished(storescu, known + [file]).status == 0)
        #expect(peer.tally.now.bytes > 1_000_000)
        // Without a certificate, with one that nobody trusts, and without TLS.
        #expect(try Finished(echoscu, ["+tla", "+cf", certificate, "127.0.0.1", port]).status != 0)
        #expect(try Finished(echoscu, ["+tls", otherKey, otherCertificate, "+cf", certificate, "127.0.0.1", port]).status != 0)
        #expect(try Finished(echoscu, ["127.0.0.1", port]).status != 0)

        func echo(_ identity: TLSIdentity?) throws -> DIMSEStatus {
            let association = try Association.request(
                to: peer.address, callingAE: "US", calledAE: "YIGONG",
                contexts: .contexts([(SOPClass.verification.uid, [.implicitVRLittleEndian], .default)]), tls: identity)
            defer { try? association.release() }
            return try ServiceUser(association).echo()
        }
        #expect(try echo(server) == .success)
        let stranger = try TLSIdentity(certificate: nil, key: nil, trusted: otherCertificate, verification: .required)
        #expect { try echo(stranger) } throws: { ($0 as? AssociationError)?.kind == .tls }
        #expect { try echo(nil) } throws: { $0 is AssociationError }
        #expect { try TLSIdentity(certificate: certificate, key: otherKey, trusted: nil, verification: .none) } throws: {
            ($0 as? AssociationError)?.kind == .tls
        }
    }

    private func freePort() throws -> UInt16 {
        let listener = try DICOMListener(
            host: "127.0.0.1", port: 0, negotiate: { _ in .reject(.noReason) }, serve: { _ in })
        return listener.port
    }

    private func whenUp(_ connect: () throws(AssociationError) -> Association) throws -> Association {
        for _ in 0..<100 {
            do {
                return try connect()
            } catch let error {
                guard error.kind == .unreachable else { throw error }
                usleep(50_000)
            }
        }
        return try connect()
    }
}
