internal import Database

/// The DICOM applications this archive knows.
public struct Peers: Sendable {
    let writes: AuditedWrites

    public func list() throws -> [Peer] {
        try writes.database.read { try $0.query("SELECT \(Self.columns) FROM peer ORDER BY ae_title").map { Peer($0) } }
    }

    /// The peer of an AE title as it came over the network, padding and all.
    public func peer(aeTitle: String) throws -> Peer? {
        try writes.database.read {
            try $0.first("SELECT \(Self.columns) FROM peer WHERE ae_title = ?", [.text(aeTitle.trimmingSpaces)]).map { Peer($0) }
        }
    }

    /// Adds a peer, or replaces the one of the same AE title.
    public func save(_ peer: Peer, by actor: Actor) throws {
        try peer.check()
        let aeTitle = peer.aeTitle.trimmingSpaces
        let detail = "\(peer.host):\(peer.port), \(peer.rights.joined)"
        try writes.change(AuditEvent(.peerSave, by: actor, on: "peer", aeTitle, detail: detail)) { connection in
            try connection.execute("DELETE FROM peer WHERE ae_title = ?", [.text(aeTitle)])
            try connection.execute(
                """
                INSERT INTO peer (ae_title, host, port, rights, character_set, tls, note, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(aeTitle), .text(peer.host), .integer(peer.port), .text(peer.rights.joined),
                    SQLValue(peer.characterSet), .integer(peer.usesTLS ? 1 : 0), .text(peer.note),
                    .integer(writes.now().milliseconds),
                ])
        }
    }

    public func remove(aeTitle: String, by actor: Actor) throws {
        try writes.change(AuditEvent(.peerRemove, by: actor, on: "peer", aeTitle)) { connection in
            try connection.execute("DELETE FROM peer WHERE ae_title = ?", [.text(aeTitle.trimmingSpaces)])
            guard connection.changes > 0 else { throw Refusal(.notFound, "there is no peer “\(aeTitle)”") }
        }
    }

    private static let columns = "ae_title, host, port, rights, character_set, tls, note"
}

extension Peer {
    fileprivate init(_ row: SQLRow) {
        self.init(
            aeTitle: row.text(0), host: row.text(1), port: row.int(2), rights: Set(joined: row.text(3)),
            characterSet: row.optionalText(4), usesTLS: row.int(5) != 0, note: row.text(6))
    }
}
