import DICOM

/// How the archive listens to DICOM peers.
public struct DICOMServiceOptions: Sendable {
    /// What becomes of objects of a sender that no one has entered.
    public enum UnknownPeers: String, Sendable, CaseIterable {
        /// Its association is rejected.
        case refuse
        /// It may echo and store; what it stores is kept out of sight until somebody releases it.
        case quarantine
    }

    public var host: String
    public var port: UInt16
    public var aeTitle: String
    public var unknownPeers: UnknownPeers
    public var tls: TLSIdentity?
    public var limits: ListenerOptions

    public init(
        host: String = "127.0.0.1", port: UInt16 = 11112, aeTitle: String = "YIGONG", unknownPeers: UnknownPeers = .refuse,
        tls: TLSIdentity? = nil, limits: ListenerOptions = ListenerOptions()
    ) {
        self.host = host
        self.port = port
        self.aeTitle = aeTitle
        self.unknownPeers = unknownPeers
        self.tls = tls
        self.limits = limits
    }
}
