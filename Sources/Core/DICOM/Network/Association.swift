internal import CDICOM
#if canImport(Glibc)
import Glibc
#endif

/// An association between two application entities (PS3.8), over which DIMSE messages (PS3.7) go both ways.
///
/// Calls block, for at most the time the timeouts say, and are meant for a thread of the association's own. One thread
/// at a time may use it; only ``interrupt()`` is safe from any other.
public final class Association: @unchecked Sendable {
    /// The largest PDU this software receives: DCMTK has no room for more.
    public static let largestPDULength = 131_072
    /// Twice what the longest command of PS3.7 can need, error comments and attribute lists included.
    static let largestCommand = 65_536

    public let callingAE: String
    public let calledAE: String
    /// Numeric address and port.
    public let peer: String
    public let implementationClassUID: String
    public let implementationVersionName: String
    /// What the peer receives at most; 0 if unlimited.
    public let maximumPDULength: Int
    /// What was agreed upon, by context ID.
    public let contexts: [UInt8: AcceptedContext]
    public let timeouts: AssociationTimeouts
    public let isRequestor: Bool

    /// Whether messages can still be exchanged.
    public private(set) var isOpen = true
    /// Bytes of data sets, for whoever measures.
    public internal(set) var bytesReceived: UInt64 = 0
    public internal(set) var bytesSent: UInt64 = 0

    let handle: AssociationHandle
    var reading = Reading()

    init(_ handle: AssociationHandle, isRequestor: Bool, timeouts: AssociationTimeouts) {
        self.handle = handle
        self.isRequestor = isRequestor
        self.timeouts = timeouts
        let raw = handle.raw
        callingAE = Association.title(cdicom_association_calling(raw))
        calledAE = Association.title(cdicom_association_called(raw))
        peer = String(cString: cdicom_association_peer(raw))
        implementationClassUID = String(cString: cdicom_association_peer_implementation(raw))
        implementationVersionName = String(cString: cdicom_association_peer_version(raw))
        maximumPDULength = Int(cdicom_association_peer_maximum_pdu(raw))
        var accepted: [UInt8: AcceptedContext] = [:]
        for context in handle.contexts where context.result == 0 {
            accepted[context.identifier] = AcceptedContext(
                abstractSyntax: String(cString: context.abstract_syntax),
                transferSyntax: TransferSyntax(uid: String(cString: context.transfer_syntax)),
                role: ContextRole(rawValue: context.accepted_role) ?? .default)
        }
        contexts = accepted
    }

    deinit { abort() }

    /// The accepted context for a SOP class, preferring a transfer syntax if one is given.
    public func context(for abstractSyntax: String, transferSyntax: TransferSyntax? = nil) -> UInt8? {
        let candidates = contexts.filter { $0.value.abstractSyntax == abstractSyntax }
        guard let transferSyntax else { return candidates.keys.min() }
        return candidates.filter { $0.value.transferSyntax == transferSyntax }.keys.min()
    }

    /// Asks for release and waits for the answer (PS3.8 7.2). If there is none, the association is aborted.
    public func release() throws(AssociationError) {
        guard isOpen else { return }
        var fault = cdicom_fault()
        let status = cdicom_association_release(handle.raw, timeouts.release.milliseconds, &fault)
        guard status == 0 else {
            abort()
            throw error(status, fault, at: .release)
        }
        isOpen = false
    }

    /// Sends A-ABORT and closes (PS3.8 7.3). Does nothing if the association has already ended.
    public func abort() {
        guard isOpen else { return }
        isOpen = false
        cdicom_association_abort(handle.raw, 0, 0)
    }

    /// Makes a call in progress and every later one fail with ``AssociationError/Kind/interrupted``, after an A-ABORT.
    /// Safe from any thread.
    public func interrupt() { handle.interrupt() }
}

// MARK: - For the parts of this type in other files

extension Association {
    /// The peer broke a rule: it is told so (PS3.8 9.3.8, source service provider) and nothing more is read.
    func violation(_ message: String, at place: AssociationError.Place) -> AssociationError {
        if isOpen {
            isOpen = false
            let unexpectedParameter: UInt8 = 5
            cdicom_association_abort(handle.raw, 2, unexpectedParameter)
        }
        return error(.protocolViolation, message, at: place)
    }

    /// Translates a status. Whatever leaves the association in doubt ends it.
    func failure(_ status: Int32, _ fault: cdicom_fault, at place: AssociationError.Place) -> AssociationError {
        if status != CDICOM_NETWORK_TIMEOUT.rawValue, isOpen {
            isOpen = false
            switch cdicom_network_status(status) {
            case CDICOM_NETWORK_ABORTED, CDICOM_NETWORK_CLOSED: break
            case CDICOM_NETWORK_INTERRUPTED: cdicom_association_abort(handle.raw, 0, 0)
            default:
                let invalidParameter: UInt8 = 6
                cdicom_association_abort(handle.raw, 2, invalidParameter)
            }
        }
        return error(status, fault, at: place)
    }

    func error(_ kind: AssociationError.Kind, _ message: String, at place: AssociationError.Place) -> AssociationError {
        AssociationError(kind, message, at: place, peer: peer, callingAE: callingAE, calledAE: calledAE)
    }

    func markReleased() { isOpen = false }

    private func error(_ status: Int32, _ fault: cdicom_fault, at place: AssociationError.Place) -> AssociationError {
        error(.init(status: status, fault), fault.text, at: place)
    }

    /// An AE title without the spaces that do not count (PS3.5 6.2).
    static func title(_ text: UnsafePointer<CChar>) -> String {
        let bytes = UnsafeBufferPointer(start: text, count: strnlen(text, 64)).map { UInt8(bitPattern: $0) }
        guard let first = bytes.firstIndex(where: { $0 != 0x20 }), let last = bytes.lastIndex(where: { $0 != 0x20 }) else {
            return ""
        }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
