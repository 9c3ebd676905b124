import DICOM
import Foundation
import Testing

private let associateAccept: UInt8 = 2
private let associateReject: UInt8 = 3
private let data: UInt8 = 4
private let releaseRequest: UInt8 = 5
private let releaseReply: UInt8 = 6
private let abort: UInt8 = 7

@Suite("Peers that break the rules (PS3.8, PS3.7)")
struct NetworkHostileTests {
    private static let echo = CommandSet.cEchoRequest(messageID: 1).encoded()

    private func established(_ peer: CountingPeer) throws -> RawPeer {
        let raw = try RawPeer(port: peer.listener.port)
        raw.send(RawPeer.request())
        #expect(raw.receivePDU().first == associateAccept)
        return raw
    }

    @Test func `requests that make no sense are aborted with a reason`() throws {
        let peer = try CountingPeer()
        defer { peer.listener.stop(grace: .zero) }
        let uid = "1.2.840.10008.1.1", syntax = ["1.2.840.10008.1.2"]
        let whole = RawPeer.applicationContext + RawPeer.context(1, uid, syntax) + RawPeer.userInformation
        let requests: [[UInt8]] = [
            Array("GET / HTTP/1.1\r\n\r\n".utf8),
            RawPeer.pdu(1, [0, 1]),
            RawPeer.pdu(1, [], claiming: 0xFFFF_FFFF),
            RawPeer.pdu(4, RawPeer.pdv(1, 3, Self.echo)),
            RawPeer.request(items: []),
            RawPeer.request(items: RawPeer.applicationContext + RawPeer.userInformation),
            RawPeer.request(items: whole + whole),
            RawPeer.request(items: RawPeer.applicationContext + RawPeer.context(2, uid, syntax) + RawPeer.userInformation),
            RawPeer.request(items: RawPeer.applicationContext + RawPeer.context(1, uid, []) + RawPeer.userInformation),
            RawPeer.request(items: RawPeer.applicationContext + RawPeer.context(1, "", syntax) + RawPeer.userInformation),
            RawPeer.request(
                items: RawPeer.applicationContext + RawPeer.context(1, String(repeating: "1", count: 65), syntax)
                    + RawPeer.userInformation),
            RawPeer.request(items: whole + RawPeer.item(0x50, [1], claiming: 60000)),
            RawPeer.request(items: whole + [0x20]),
            RawPeer.request(called: ""),
            RawPeer.request(calling: "\0NUL"),
            RawPeer.request(
                items: RawPeer.applicationContext + RawPeer.context(1, uid, ["\0\0"]) + RawPeer.userInformation),
            RawPeer.request(
                items: RawPeer.applicationContext + (0..<129).flatMap { RawPeer.context(UInt8($0 * 2 & 255 | 1), uid, syntax) }
                    + RawPeer.userInformation),
            RawPeer.request(
                items: RawPeer.applicationContext + RawPeer.context(1, uid, syntax)
                    + RawPeer.item(0x50, RawPeer.item(0x54, [0, 200, 1, 1]))),
            RawPeer.request(
                items: RawPeer.applicationContext + RawPeer.context(1, uid, syntax)
                    + RawPeer.item(0x50, RawPeer.item(0x58, [1, 0, 0xFF, 0xFF, 1, 1]))),
        ]
        for (number, request) in requests.enumerated() {
            let raw = try RawPeer(port: peer.listener.port)
            raw.send(request)
            let answer = raw.receivePDU()
            #expect(answer.first == abort && answer.count == 10, "request \(number)")
        }
        #expect(peer.tally.wait { $0.errors.count == requests.count })
        #expect(peer.tally.now.errors.allSatisfy { $0.kind == .protocolViolation && $0.peer.hasPrefix("127.0.0.1:") })
        #expect(peer.listener.counters.accepted == 0)
    }

    @Test func `protocol version and application context are rejected as PS3.8 says`() throws {
        let peer = try CountingPeer()
        defer { peer.listener.stop(grace: .zero) }
        let versions = try RawPeer(port: peer.listener.port)
        versions.send(RawPeer.request(version: 2))
        #expect(versions.receivePDU() == [associateReject, 0, 0, 0, 0, 4, 0, 1, 2, 2])
        let contexts = try RawPeer(port: peer.listener.port)
        contexts.send(RawPeer.request(
            items: RawPeer.item(0x10, Array("1.2.3".utf8)) + RawPeer.context(1, "1.2.840.10008.1.1", ["1.2.840.10008.1.2"])
                + RawPeer.userInformation))
        #expect(contexts.receivePDU() == [associateReject, 0, 0, 0, 0, 4, 0, 1, 1, 2])
    }

    @Test func `odd AE titles and unknown items are taken as they are`() throws {
        let peer = try CountingPeer(decide: { request in
            #expect(request.callingAE == "SPACED OUT" && request.calledAE.contains("\u{FFFD}"))
            return .accept([1: .accept(.implicitVRLittleEndian)])
        })
        defer { peer.listener.stop(grace: .zero) }
        let raw = try RawPeer(port: peer.listener.port)
        var request = RawPeer.request(
            called: "????????????????", calling: "  SPACED OUT",
            items: RawPeer.applicationContext + RawPeer.item(0x99, [1, 2, 3])
                + RawPeer.context(1, "1.2.840.10008.1.1", ["1.2.840.10008.1.2"]) + RawPeer.userInformation)
        request.replaceSubrange(10..<26, with: [UInt8](repeating: 0xFF, count: 16))
        raw.send(request)
        #expect(raw.receivePDU().first == associateAccept)
    }

    @Test func `PDUs and PDVs that make no sense end in an abort`() throws {
        let peer = try CountingPeer()
        defer { peer.listener.stop(grace: .zero) }
        let echo = Self.echo
        var store = CommandSet.cStoreRequest(messageID: 1, sopClassUID: "1.2", sopInstanceUID: "1.2.3")
        store.hasDataSet = true
        let storing = RawPeer.pdu(data, RawPeer.pdv(1, 3, store.encoded()))
        let faults: [[UInt8]] = [
            RawPeer.pdu(data, [], claiming: 0xFFFF_FFFF),
            RawPeer.pdu(data, [], claiming: 131_073),
            RawPeer.pdu(data, []),
            RawPeer.pdu(data, [0, 0]),
            RawPeer.pdu(data, RawPeer.pdv(1, 3, echo, claiming: 0xFFFF_FFFF)),
            RawPeer.pdu(data, RawPeer.pdv(1, 3, echo, claiming: echo.count + 3)),
            RawPeer.pdu(data, RawPeer.pdv(1, 3, echo, claiming: 1)),
            RawPeer.pdu(data, RawPeer.pdv(3, 3, echo)),
            RawPeer.pdu(data, RawPeer.pdv(1, 2, [1, 2])),
            RawPeer.pdu(data, RawPeer.pdv(1, 3, [1, 2, 3])),
            RawPeer.pdu(data, RawPeer.pdv(1, 1, echo) + RawPeer.pdv(1, 0, echo)),
            RawPeer.pdu(data, RawPeer.pdv(1, 1, echo)) + RawPeer.pdu(releaseRequest, [0, 0, 0, 0]),
            RawPeer.pdu(9, [0, 0, 0, 0]),
            RawPeer.request(),
            storing + RawPeer.pdu(data, RawPeer.pdv(1, 3, echo)),
            storing + RawPeer.pdu(data, RawPeer.pdv(3, 2, [1, 2])),
        ]
        for (number, fault) in faults.enumerated() {
            let raw = try established(peer)
            raw.send(fault)
            let answer = raw.receivePDU()
            #expect(answer.first == abort && answer.count == 10, "fault \(number)")
        }
        #expect(peer.tally.wait { $0.errors.count == faults.count })
        #expect(peer.tally.now.errors.allSatisfy { $0.kind == .protocolViolation })
        #expect(peer.tally.now.objects == 0)
    }

    @Test func `an endless command ends at 64 KiB`() throws {
        let peer = try CountingPeer()
        defer { peer.listener.stop(grace: .zero) }
        let raw = try established(peer)
        for _ in 0..<8 { raw.send(RawPeer.pdu(data, RawPeer.pdv(1, 1, [UInt8](repeating: 0, count: 10_000)))) }
        #expect(raw.receivePDU().first == abort)
    }

    @Test func `empty fragments, several PDVs in a PDU and bytes one at a time are all legal`() throws {
        let peer = try CountingPeer()
        defer { peer.listener.stop(grace: .zero) }
        let raw = try established(peer)
        let (first, rest) = (Array(Self.echo.prefix(20)), Array(Self.echo.dropFirst(20)))
        let message = RawPeer.pdu(data, RawPeer.pdv(1, 1, []) + RawPeer.pdv(1, 1, first) + RawPeer.pdv(1, 1, []))
            + RawPeer.pdu(data, RawPeer.pdv(1, 3, rest))
        for byte in message { raw.send([byte]) }
        #expect(raw.receivePDU().first == data)
        raw.send(RawPeer.pdu(releaseRequest, [0, 0, 0, 0]))
        #expect(raw.receivePDU() == [releaseReply, 0, 0, 0, 0, 4, 0, 0, 0, 0])
        #expect(raw.receivePDU().isEmpty)
        #expect(peer.tally.now.errors.isEmpty)
    }

    @Test func `a peer that dies, aborts or hangs in the middle of a data set is told apart`() throws {
        var options = ListenerOptions()
        options.timeouts.pdu = .milliseconds(300)
        let peer = try CountingPeer(options: options)
        defer { peer.listener.stop(grace: .zero) }
        var store = CommandSet.cStoreRequest(messageID: 1, sopClassUID: "1.2", sopInstanceUID: "1.2.3")
        store.hasDataSet = true
        let begun = RawPeer.pdu(data, RawPeer.pdv(1, 3, store.encoded()))
            + RawPeer.pdu(data, RawPeer.pdv(1, 0, [UInt8](repeating: 1, count: 100)))
        let half = RawPeer.pdu(data, RawPeer.pdv(1, 0, [1, 2, 3], claiming: 1000), claiming: 1004)

        let dying = try established(peer)
        dying.send(begun + half)
        dying.finishSending()
        #expect(peer.tally.wait { $0.errors.count == 1 })
        #expect(peer.tally.now.errors[0].kind == .closed)
        #expect(peer.tally.now.errors[0].place == .data(message: 1, pdv: 1, bytes: 100))

        let aborting = try established(peer)
        aborting.send(begun + RawPeer.pdu(abort, [0, 0, 0, 0]))
        #expect(peer.tally.wait { $0.errors.count == 2 })
        #expect(peer.tally.now.errors[1].kind == .aborted)

        let hanging = try established(peer)
        hanging.send(begun + half)
        #expect(peer.tally.wait { $0.errors.count == 3 })
        #expect(peer.tally.now.errors[2].kind == .stalled)

        let releasing = try established(peer)
        releasing.send(begun + RawPeer.pdu(releaseRequest, [0, 0, 0, 0]))
        #expect(releasing.receivePDU().first == abort)
        #expect(peer.tally.wait { $0.errors.count == 4 })
        #expect(peer.tally.now.errors[3].kind == .releasedEarly)
        #expect(peer.tally.now.objects == 0)
    }
}
