import DICOM
import Foundation
import Testing

private let ct = SOPClass.ctImage.uid
private let plain: [TransferSyntax] = [.explicitVRLittleEndian, .implicitVRLittleEndian]

private func connect(
    _ peer: CountingPeer, _ contexts: [(String, [TransferSyntax], ContextRole)], tls: TLSIdentity? = nil,
    called: String = "YIGONG", maximumPDULength: Int = Association.largestPDULength
) throws -> Association {
    try Association.request(
        to: peer.address, callingAE: "TESTER", calledAE: called, contexts: .contexts(contexts), tls: tls,
        maximumPDULength: maximumPDULength)
}

@Suite("Associations of our own ends")
struct NetworkAssociationTests {
    @Test func `echo, store and release`() throws {
        let peer = try CountingPeer()
        defer { peer.listener.stop(grace: .zero) }
        let association = try connect(peer, [(SOPClass.verification.uid, plain, .default), (ct, plain, .default)])
        #expect(association.contexts.count == 2)
        #expect(association.contexts[3]?.transferSyntax == .explicitVRLittleEndian)
        let user = ServiceUser(association)
        #expect(try user.echo() == .success)
        let object = [UInt8](repeating: 7, count: 300_001)
        for source in sources(of: object) {
            let answer = try user.store(
                sopClassUID: ct, sopInstanceUID: "1.2.3", transferSyntax: .explicitVRLittleEndian, data: source)
            #expect(answer.status == .success)
        }
        try association.release()
        #expect(!association.isOpen)
        #expect(peer.tally.wait { $0.objects == 4 })
        #expect(peer.tally.now.bytes == 3 * object.count)
        #expect(peer.tally.now.errors.isEmpty)
        #expect(peer.listener.counters.accepted == 1)
    }

    /// The same bytes as an array, as pieces of memory and as a stream of odd chunks; and nothing at all.
    private func sources(of object: [UInt8]) -> [DataSource] {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: object.count, alignment: 1)
        memory.copyBytes(from: object)
        let whole = UnsafeRawBufferPointer(memory)
        return [
            DataSource(object),
            DataSource([.init(rebasing: whole[..<11]), .init(start: nil, count: 0), .init(rebasing: whole[11...])]),
            DataSource { write in
                for start in stride(from: 0, to: object.count, by: 7777) {
                    try write(.init(rebasing: whole[start..<min(start + 7777, object.count)]))
                }
            },
            DataSource([UInt8]()),
        ]
    }

    @Test(arguments: [4096, 5000, 16384, 131072])
    func `bytes arrive as they were sent, whatever the PDU length`(length: Int) throws {
        var options = ListenerOptions()
        options.maximumPDULength = length
        let peer = try CountingPeer(options: options)
        defer { peer.listener.stop(grace: .zero) }
        let association = try connect(peer, [(ct, plain, .default)])
        #expect(association.maximumPDULength <= length)
        var generator = SplitMix(state: 3)
        let object = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        var expected = peer.tally.now.hash
        for byte in object { expected = (expected ^ UInt64(byte)) &* 0x100_0000_01b3 }
        _ = try ServiceUser(association).store(
            sopClassUID: ct, sopInstanceUID: "1.2.3", transferSyntax: .explicitVRLittleEndian, data: DataSource(object))
        try association.release()
        #expect(peer.tally.now.hash == expected)
    }

    @Test func `find streams matches and can be cancelled`() throws {
        let peer = try CountingPeer()
        defer { peer.listener.stop(grace: .zero) }
        let model = SOPClass.studyRootFind.uid
        let association = try connect(peer, [(model, plain, .default)])
        let user = ServiceUser(association)
        let keys: [UInt8] = [1, 2, 3, 4]
        var matches = 0
        let outcome = try user.find(model, identifier: { _ in keys }) { bytes, syntax in
            #expect(bytes == keys && syntax == .explicitVRLittleEndian)
            matches += 1
            return .more
        }
        #expect(outcome.status == .success && matches == 3)
        let cancelled = try user.find(model, identifier: { _ in keys }) { _, _ in .cancel }
        #expect(cancelled.status == .cancel)
        #expect(peer.tally.now.cancelled)
        try association.release()
    }

    @Test func `get brings objects back over the same association`() throws {
        let peer = try CountingPeer(objects: [[1, 2], [UInt8](repeating: 9, count: 400_000)])
        defer { peer.listener.stop(grace: .zero) }
        let model = SOPClass.studyRootGet.uid
        let association = try connect(peer, [(model, plain, .default), (ct, plain, .scp)])
        #expect(association.contexts[3]?.role == .scp)
        var sizes: [Int] = []
        let outcome = try ServiceUser(association).get(model, identifier: { _ in [0, 0] }) { _ in
            var size = 0
            try association.receiveData { size += $0.count }
            sizes.append(size)
            return .success
        }
        #expect(sizes == [2, 400_000])
        #expect(outcome.suboperations.completed == 2)
        try association.release()
    }

    @Test func `a decision can reject, refuse a context and negotiate the rest`() throws {
        let peer = try CountingPeer(decide: { request in
            guard request.calledAE == "YIGONG" else { return .reject(.calledAENotRecognized) }
            #expect(request.isFromLoopback && request.callingAE == "TESTER")
            return .accept([1: .refuse(.userRejection), 3: .accept(.jpegBaseline), 5: .accept(.implicitVRLittleEndian)])
        })
        defer { peer.listener.stop(grace: .zero) }
        #expect {
            try connect(peer, [(ct, plain, .default)], called: "OTHER")
        } throws: {
            ($0 as? AssociationError)?.kind == .rejected(.calledAENotRecognized)
        }
        let association = try connect(
            peer, [(ct, plain, .default), (ct, plain, .default), (ct, plain, .default), (ct, plain, .default)])
        #expect(association.contexts.keys.sorted() == [5])
        try association.release()
        #expect(peer.listener.counters.rejected == 1)
    }

    @Test func `one association over the limit is rejected as transient`() throws {
        var options = ListenerOptions()
        options.maximumAssociations = 1
        let peer = try CountingPeer(options: options)
        defer { peer.listener.stop(grace: .zero) }
        let first = try connect(peer, [(ct, plain, .default)])
        #expect { try connect(peer, [(ct, plain, .default)]) } throws: {
            ($0 as? AssociationError)?.kind == .rejected(.localLimitExceeded)
        }
        try first.release()
    }

    @Test func `128 contexts fit, 129 are refused here`() throws {
        let peer = try CountingPeer()
        defer { peer.listener.stop(grace: .zero) }
        let many = (0..<128).map { ("1.2.840.99999.\($0)", plain, ContextRole.default) }
        let association = try connect(peer, many)
        #expect(association.contexts.count == 128)
        try association.release()
        let proposals = [ProposedContext](repeating: .init(id: 1, abstractSyntax: ct, transferSyntaxes: plain), count: 129)
        #expect { try Association.request(to: peer.address, callingAE: "A", calledAE: "B", contexts: proposals) } throws: {
            ($0 as? AssociationError)?.kind == .invalid
        }
    }

    @Test func `a stopped listener interrupts what does not end by itself`() throws {
        let peer = try CountingPeer()
        let association = try connect(peer, [(ct, plain, .default)])
        let began = ContinuousClock.now
        peer.listener.stop(grace: .milliseconds(100))
        #expect(ContinuousClock.now - began < .seconds(3))
        #expect(peer.tally.wait { $0.errors.contains { $0.kind == .interrupted } })
        #expect { try association.receive(timeout: .seconds(2)) } throws: {
            [.aborted, .closed].contains(($0 as? AssociationError)?.kind)
        }
    }

    @Test func `waiting ends with a timeout that leaves the association usable`() throws {
        let peer = try CountingPeer()
        defer { peer.listener.stop(grace: .zero) }
        let association = try connect(peer, [(SOPClass.verification.uid, plain, .default)])
        #expect { try association.receive(timeout: .milliseconds(50)) } throws: {
            ($0 as? AssociationError)?.kind == .timeout
        }
        #expect(try ServiceUser(association).echo() == .success)
        try association.release()
    }

    @Test func `errors name the peer and what was going on`() throws {
        let peer = try CountingPeer()
        peer.listener.stop(grace: .zero)
        #expect {
            try connect(peer, [(ct, plain, .default)])
        } throws: { error in
            guard let error = error as? AssociationError else { return false }
            return error.kind == .unreachable && error.description.contains("\(peer.address) (TESTER → YIGONG), negotiation")
        }
        #expect(throws: AssociationError.self) {
            try Association.request(
                to: PeerAddress(host: "127.0.0.1", port: 1), callingAE: "SEVENTEEN LETTERS", calledAE: "B",
                contexts: .contexts([(ct, plain, .default)]))
        }
    }
}
