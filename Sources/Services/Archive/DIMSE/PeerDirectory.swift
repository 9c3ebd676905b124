/// What the archive has to know of a DICOM application that speaks with it.
public struct KnownPeer: Sendable, Equatable {
    public enum Right: Sendable, Hashable, CaseIterable { case echo, store, find, move, get }

    public var aeTitle: String
    public var host: String
    public var port: UInt16
    public var usesTLS: Bool
    public var rights: Set<Right>
    /// Assumed for objects of this peer that declare no character set.
    public var charset: String?

    public init(aeTitle: String, host: String, port: UInt16, usesTLS: Bool, rights: Set<Right>, charset: String?) {
        self.aeTitle = aeTitle
        self.host = host
        self.port = port
        self.usesTLS = usesTLS
        self.rights = rights
        self.charset = charset
    }
}

/// Where the archive looks peers up; the platform's table of peers in the running service.
public protocol PeerDirectory: Sendable {
    func peer(aeTitle: String) throws -> KnownPeer?
}

/// Something that a peer did with patients' data, for the access audit.
public struct DIMSEAccess: Sendable {
    public enum Action: Sendable { case stored, queried, sent, refused }

    public var action: Action
    public var callingAE: String
    /// Numeric address and port.
    public var peer: String
    /// Study Instance UIDs concerned; empty for a query.
    public var studies: [String]
    public var detail: String

    /// The address without its port, which differs with every connection.
    public var peerHost: String { HostAddress.withoutPort(peer) }
}

/// Where accesses by DICOM peers are written down.
public protocol AccessRecorder: Sendable {
    func record(_ access: DIMSEAccess)
}
