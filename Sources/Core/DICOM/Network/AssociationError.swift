internal import CDICOM

/// Why an association could not be made, or came to its end.
public struct AssociationError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// Nothing arrived in the time allowed. Between messages the association is still usable.
        case timeout
        /// The peer stopped in the middle of a PDU or of a message, or no longer reads.
        case stalled
        /// The peer closed the transport without release or abort.
        case closed
        /// The peer sent A-ABORT.
        case aborted
        /// The peer asked for release in the middle of a message.
        case releasedEarly
        /// The peer's bytes contradict PS3.8 or PS3.7. It was sent an A-ABORT.
        case protocolViolation
        /// The peer answered with A-ASSOCIATE-RJ.
        case rejected(AssociationRejection)
        /// This end was told to stop, by ``Association/interrupt()`` or ``DICOMListener/stop(grace:)``.
        case interrupted
        /// No such host, connection refused, address in use.
        case unreachable
        /// Certificate, key or handshake.
        case tls
        /// What the caller asked for cannot be asked of a peer: no such context, too many contexts.
        case invalid
        /// The caller's own ``DataSource`` failed, so the message could not be completed.
        case dataSource
        /// The operating system said no.
        case system
    }

    /// What was going on.
    public enum Place: Sendable, Equatable, CustomStringConvertible {
        case listening
        case negotiation
        /// Waiting for, or within, the n-th message received, counted from 1.
        case command(Int)
        /// In the data set of the n-th message received, after so many PDVs and bytes of it.
        case data(message: Int, pdv: Int, bytes: UInt64)
        case sending
        case release

        public var description: String {
            switch self {
            case .listening: "listening"
            case .negotiation: "negotiation"
            case .command(let number): "command \(number)"
            case .data(let message, let pdv, let bytes): "data set of command \(message), PDV \(pdv), after \(bytes) bytes"
            case .sending: "sending"
            case .release: "release"
            }
        }
    }

    public let kind: Kind
    public let place: Place
    /// One English sentence.
    public let message: String
    /// Address and port of the other end, where known.
    public let peer: String
    public let callingAE: String
    public let calledAE: String

    public init(
        _ kind: Kind, _ message: String, at place: Place, peer: String = "", callingAE: String = "", calledAE: String = ""
    ) {
        self.kind = kind
        self.place = place
        self.message = message
        self.peer = peer
        self.callingAE = callingAE
        self.calledAE = calledAE
    }

    public var description: String {
        let titles = callingAE.isEmpty && calledAE.isEmpty ? "" : " (\(callingAE) → \(calledAE))"
        let text = message.hasPrefix("\(place): ") ? message : "\(place): \(message)"
        return peer.isEmpty ? text : "\(peer)\(titles), \(text)"
    }
}

/// An A-ASSOCIATE-RJ (PS3.8 Table 9-21).
public struct AssociationRejection: Sendable, Equatable {
    /// 1 permanent, 2 transient.
    public let result: UInt8
    /// 1 service user, 2 service provider (ACSE), 3 service provider (presentation).
    public let source: UInt8
    public let reason: UInt8

    public init(result: UInt8, source: UInt8, reason: UInt8) {
        self.result = result
        self.source = source
        self.reason = reason
    }

    public static let noReason = AssociationRejection(result: 1, source: 1, reason: 1)
    public static let applicationContextNotSupported = AssociationRejection(result: 1, source: 1, reason: 2)
    public static let callingAENotRecognized = AssociationRejection(result: 1, source: 1, reason: 3)
    public static let calledAENotRecognized = AssociationRejection(result: 1, source: 1, reason: 7)
    public static let temporaryCongestion = AssociationRejection(result: 2, source: 3, reason: 1)
    public static let localLimitExceeded = AssociationRejection(result: 2, source: 3, reason: 2)
}

extension AssociationError.Kind {
    init(status: Int32, _ fault: cdicom_fault) {
        self = switch cdicom_network_status(status) {
        case CDICOM_NETWORK_TIMEOUT: .timeout
        case CDICOM_NETWORK_STALLED: .stalled
        case CDICOM_NETWORK_CLOSED: .closed
        case CDICOM_NETWORK_ABORTED: .aborted
        case CDICOM_NETWORK_RELEASE_REQUESTED: .releasedEarly
        case CDICOM_NETWORK_PROTOCOL: .protocolViolation
        case CDICOM_NETWORK_REJECTED:
            .rejected(AssociationRejection(result: fault.result, source: fault.source, reason: fault.reason))
        case CDICOM_NETWORK_INTERRUPTED: .interrupted
        case CDICOM_NETWORK_UNREACHABLE: .unreachable
        case CDICOM_NETWORK_TLS: .tls
        case CDICOM_NETWORK_INVALID: .invalid
        default: .system
        }
    }
}

extension cdicom_fault {
    var text: String {
        withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
