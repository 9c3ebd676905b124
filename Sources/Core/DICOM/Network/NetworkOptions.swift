internal import CDICOM

/// Where a peer listens.
public struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
    /// A name or an IPv4 address: DCMTK's requestor knows no other.
    public let host: String
    public let port: UInt16

    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    public var description: String { "\(host):\(port)" }
}

/// How long each kind of waiting may last.
public struct AssociationTimeouts: Sendable {
    /// Connect, TLS handshake and A-ASSOCIATE, all together: the ARTIM timer of PS3.8 9.1.5.
    public var negotiation: Duration = .seconds(30)
    /// Until the next message, or the next PDU of one.
    public var idle: Duration = .seconds(60)
    /// From the first byte of a PDU to its last.
    public var pdu: Duration = .seconds(30)
    /// Without the peer reading anything.
    public var write: Duration = .seconds(60)
    /// For the answer to A-RELEASE-RQ.
    public var release: Duration = .seconds(10)

    public init() {}
}

extension Duration {
    /// For the C module, which counts so.
    var milliseconds: UInt32 {
        let (seconds, attoseconds) = components
        let total = Double(seconds) * 1000 + Double(attoseconds) / 1e15
        return UInt32(min(max(total, 0), 86_400_000))
    }
}

/// Lends the options in C's form.
func withAssociationOptions<Result>(
    _ timeouts: AssociationTimeouts, maximumPDULength: Int, _ body: (UnsafePointer<cdicom_association_options>) -> Result
) -> Result {
    PartTen.implementationClassUID.withCString { uid in
        PartTen.implementationVersionName.withCString { version in
            var options = cdicom_association_options(
                negotiation_ms: timeouts.negotiation.milliseconds, pdu_ms: timeouts.pdu.milliseconds,
                write_ms: timeouts.write.milliseconds,
                maximum_pdu_length: UInt32(min(max(maximumPDULength, 4096), Association.largestPDULength)),
                implementation_uid: uid, implementation_version: version)
            return body(&options)
        }
    }
}
