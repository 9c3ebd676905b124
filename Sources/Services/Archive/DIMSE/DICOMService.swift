import DICOM
import Foundation
import Logging

/// The archive's DICOM face: Verification, Storage and Query/Retrieve as SCP (PS3.4 A, B, C).
public final class DICOMService: Sendable {
    let archive: Archive
    let options: DICOMServiceOptions
    let peers: any PeerDirectory
    let recorder: any AccessRecorder
    let log: Logger
    private let listener: DICOMListenerBox

    /// Holds the listener, whose closures need the service that owns it.
    private final class DICOMListenerBox: @unchecked Sendable { var listener: DICOMListener? }

    /// Binds the port.
    public init(
        archive: Archive, options: DICOMServiceOptions, peers: any PeerDirectory, recorder: any AccessRecorder, log: Logger
    ) throws {
        self.archive = archive
        self.options = options
        self.peers = peers
        self.recorder = recorder
        self.log = log
        listener = DICOMListenerBox()
        listener.listener = try DICOMListener(
            host: options.host, port: options.port, options: options.limits, tls: options.tls,
            negotiate: { [unowned self] request in negotiate(request) },
            serve: { [unowned self] association in serve(association) },
            report: { [log] error in log.info("a DICOM connection failed", metadata: ["error": "\(error)"]) })
    }

    public var port: UInt16 { listener.listener!.port }
    public var counters: DICOMListener.Counters { listener.listener!.counters }

    public func start() throws { try listener.listener!.start() }

    /// Lets associations end by themselves for a while, then ends them.
    public func stop(grace: Duration = .seconds(5)) { listener.listener!.stop(grace: grace) }

    // MARK: Associations

    private func negotiate(_ request: AssociationRequest) -> AssociationDecision {
        guard request.calledAE == options.aeTitle else {
            refused(request, "called AE title is \(request.calledAE), not \(options.aeTitle)")
            return .reject(.calledAENotRecognized)
        }
        guard let standing = standing(of: request) else {
            refused(request, "not a known peer from this address")
            return .reject(.callingAENotRecognized)
        }
        return .accept(Negotiation(standing: standing).answers(to: request.contexts))
    }

    private func refused(_ request: AssociationRequest, _ why: String) {
        log.notice("association refused", metadata: ["calling": "\(request.callingAE)", "peer": "\(request.peer)", "why": "\(why)"])
        recorder.record(DIMSEAccess(action: .refused, callingAE: request.callingAE, peer: request.peer, studies: [], detail: why))
    }

    /// What a caller may do; nil where it may not even associate.
    func standing(of request: AssociationRequest) -> PeerStanding? {
        standing(aeTitle: request.callingAE, host: request.peerHost, isLocal: request.isFromLoopback)
    }

    private func standing(aeTitle: String, host: String, isLocal: Bool) -> PeerStanding? {
        let known = try? peers.peer(aeTitle: aeTitle)
        if let known, isLocal || HostAddress.of(known.host, includes: host) {
            return PeerStanding(rights: known.rights, charset: known.charset, isQuarantined: false)
        }
        // Whoever can open a socket on this machine is already inside it.
        if isLocal { return PeerStanding(rights: Set(KnownPeer.Right.allCases), charset: nil, isQuarantined: false) }
        if options.unknownPeers == .quarantine { return PeerStanding(rights: [.echo, .store], charset: nil, isQuarantined: true) }
        return nil
    }

    private func serve(_ association: Association) {
        let host = association.peerHost
        let isLocal = HostAddress.isLoopback(host)
        guard let standing = standing(aeTitle: association.callingAE, host: host, isLocal: isLocal) else { return association.abort() }
        AssociationSession(service: self, association: association, standing: standing).run()
    }
}

/// What a peer may do here.
struct PeerStanding: Sendable {
    var rights: Set<KnownPeer.Right>
    var charset: String?
    var isQuarantined: Bool
}

/// Compares a peer's configured host with the address it calls from.
enum HostAddress {
    static func isLoopback(_ host: String) -> Bool { host.hasPrefix("127.") || host == "::1" || host.hasPrefix("::ffff:127.") }

    /// `10.0.8.21` of `10.0.8.21:104`, `::1` of `[::1]:104`.
    static func withoutPort(_ peer: String) -> String {
        guard let colon = peer.lastIndex(of: ":") else { return peer }
        let host = peer[..<colon]
        return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host)
    }

    /// Whether a configured name or address stands for a numeric one.
    static func of(_ configured: String, includes numeric: String) -> Bool {
        if configured == numeric { return true }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(configured, nil, &hints, &list) == 0 else { return false }
        defer { freeaddrinfo(list) }
        var next = list
        while let entry = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0,
                String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) == numeric
            {
                return true
            }
            next = entry.ai_next
        }
        return false
    }
}

extension Association {
    /// The peer's address without its port.
    var peerHost: String { HostAddress.withoutPort(peer) }
}
