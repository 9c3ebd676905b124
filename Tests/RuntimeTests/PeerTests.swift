import Runtime
import Testing

@Suite struct PeerTests {
    let house: House

    init() throws { house = try House() }

    @Test func `a peer is found by its title, padded as the network pads it`() throws {
        let peer = Peer(aeTitle: "CT01", host: "10.0.8.21", port: 104, rights: [.echo, .store], characterSet: "GB18030", usesTLS: true)
        try house.platform.peers.save(peer, by: .tester)
        #expect(try house.platform.peers.peer(aeTitle: "CT01            ") == peer)
        #expect(try house.platform.peers.peer(aeTitle: "ct01") == nil)
    }

    @Test func `saving again replaces, removing removes`() throws {
        try house.platform.peers.save(Peer(aeTitle: "WS", host: "a", port: 1), by: .tester)
        try house.platform.peers.save(Peer(aeTitle: "WS", host: "b", port: 2), by: .tester)
        #expect(try house.platform.peers.list().map(\.host) == ["b"])
        try house.platform.peers.remove(aeTitle: "WS", by: .tester)
        #expect(throws: Refusal.self) { try house.platform.peers.remove(aeTitle: "WS", by: .tester) }
    }

    @Test(arguments: ["", "    ", "SEVENTEEN-LETTERS", "A\\B", "A\u{7}", "放射科"])
    func `what PS3.5 does not call an AE title is refused`(title: String) {
        #expect(throws: Refusal.self) { try house.platform.peers.save(Peer(aeTitle: title, host: "h", port: 104), by: .tester) }
    }

    @Test func `host and port are checked`() {
        #expect(throws: Refusal.self) { try house.platform.peers.save(Peer(aeTitle: "A", host: "h h", port: 104), by: .tester) }
        #expect(throws: Refusal.self) { try house.platform.peers.save(Peer(aeTitle: "A", host: "h", port: 65536), by: .tester) }
    }
}
