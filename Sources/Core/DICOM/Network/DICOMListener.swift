internal import CDICOM
#if canImport(Glibc)
import Glibc
#endif
import Synchronization

/// Limits of a ``DICOMListener``.
public struct ListenerOptions: Sendable {
    public var timeouts = AssociationTimeouts()
    /// 4096 … 131072.
    public var maximumPDULength = Association.largestPDULength
    /// Associations served at the same time. One more is rejected as transient, local limit exceeded (PS3.8 Table 9-21).
    public var maximumAssociations = 64
    /// Connections, those in negotiation included. One more is closed at once.
    public var maximumConnections = 256
    /// Connections from one address. Keeps a peer that opens connections and says nothing from using up all of them.
    public var maximumConnectionsPerHost = 128

    public init() {}
}

/// Accepts associations. Every connection has a thread of its own from its first byte, so that a peer that says nothing,
/// dribbles or dies disturbs nobody else.
public final class DICOMListener: Sendable {
    /// Since the start.
    public struct Counters: Sendable, Equatable {
        public var connections = 0
        public var accepted = 0
        /// Answered with A-ASSOCIATE-RJ.
        public var rejected = 0
        /// Never became an association: silent, malformed, failed TLS, over a limit.
        public var failed = 0
        /// At this moment.
        public var active = 0
        public var negotiating = 0
    }

    private struct State {
        var isStarted = false
        var isStopping = false
        var isAccepting = false
        var next: UInt64 = 0
        var connections: [UInt64: (host: String, handle: AssociationHandle)] = [:]
        var perHost: [String: Int] = [:]
        var counters = Counters()
    }

    private let listener: ListenerHandle
    private let options: ListenerOptions
    private let tls: TLSIdentity?
    private let negotiate: @Sendable (AssociationRequest) -> AssociationDecision
    private let serve: @Sendable (Association) -> Void
    private let report: @Sendable (AssociationError) -> Void
    private let state = Mutex(State())

    /// The port bound, also when 0 was asked for.
    public let port: UInt16

    /// Binds. Connections wait until ``start()``.
    ///
    /// - Parameters:
    ///   - host: a name or address of IPv4 or IPv6 to listen on.
    ///   - port: 0 for a free one.
    ///   - negotiate: decides on a request, on the connection's thread.
    ///   - serve: has the association until it returns, on the same thread. One that it leaves open is aborted.
    ///   - report: told of connections that never became an association.
    public init(
        host: String, port: UInt16, options: ListenerOptions = .init(), tls: TLSIdentity? = nil,
        negotiate: @escaping @Sendable (AssociationRequest) -> AssociationDecision,
        serve: @escaping @Sendable (Association) -> Void,
        report: @escaping @Sendable (AssociationError) -> Void = { _ in }
    ) throws(AssociationError) {
        var made: OpaquePointer?
        var fault = cdicom_fault()
        let status = cdicom_listener_open(host, port, &made, &fault)
        guard status == 0, let made else { throw AssociationError(.init(status: status, fault), fault.text, at: .listening) }
        listener = ListenerHandle(made)
        self.port = cdicom_listener_port(made)
        self.options = options
        self.tls = tls
        self.negotiate = negotiate
        self.serve = serve
        self.report = report
    }

    public var counters: Counters {
        state.withLock { state in
            var counters = state.counters
            counters.negotiating = state.connections.count - counters.active
            return counters
        }
    }

    /// Begins to accept, on a thread of its own. Does nothing the second time.
    public func start() throws(AssociationError) {
        let isFirst = state.withLock { state in
            defer { state.isStarted = true; state.isAccepting = true }
            return !state.isStarted
        }
        guard isFirst else { return }
        guard NetworkThread.start({ self.acceptConnections() }) else {
            state.withLock { $0.isAccepting = false }
            throw AssociationError(.system, "no thread to accept connections", at: .listening)
        }
    }

    /// Accepts no more, gives associations `grace` to end by themselves, then interrupts them. Blocks until all have ended,
    /// but not much longer than `grace`.
    public func stop(grace: Duration = .seconds(10)) {
        state.withLock { $0.isStopping = true }
        cdicom_listener_stop(listener.raw)
        let isIdle: @Sendable () -> Bool = { self.state.withLock { $0.connections.isEmpty && !$0.isAccepting } }
        if Self.wait(for: grace, until: isIdle) { return }
        let remaining = state.withLock { state in state.connections.values.map(\.handle) }
        remaining.forEach { $0.interrupt() }
        _ = Self.wait(for: .seconds(5), until: isIdle)
    }

    private static func wait(for limit: Duration, until isDone: () -> Bool) -> Bool {
        let end = ContinuousClock.now + limit
        while !isDone() {
            guard ContinuousClock.now < end else { return false }
            usleep(10_000)
        }
        return true
    }

    // MARK: - Connections

    private func acceptConnections() {
        var fault = cdicom_fault()
        var socket: Int32 = -1
        while cdicom_listener_accept(listener.raw, &socket, &fault) == 0 { adopt(socket) }
        state.withLock { $0.isAccepting = false }
    }

    private func adopt(_ socket: Int32) {
        state.withLock { $0.counters.connections += 1 }
        var made: OpaquePointer?
        var fault = cdicom_fault()
        let status = withAssociationOptions(options.timeouts, maximumPDULength: options.maximumPDULength) {
            cdicom_association_adopt(socket, tls?.handle, $0, &made, &fault)
        }
        guard status == 0, let made else { return refuse("", .init(status: status, fault), fault.text) }
        let handle = AssociationHandle(made)
        let peer = String(cString: cdicom_association_peer(made))
        let host = peer.lastIndex(of: ":").map { String(peer[..<$0]) } ?? peer
        let id: UInt64? = state.withLock { state in
            guard !state.isStopping, state.connections.count < options.maximumConnections,
                state.perHost[host, default: 0] < options.maximumConnectionsPerHost
            else { return nil }
            state.next += 1
            state.connections[state.next] = (host, handle)
            state.perHost[host, default: 0] += 1
            return state.next
        }
        guard let id else { return refuse(peer, .system, "too many connections") }
        let isRunning = NetworkThread.start {
            self.run(handle, peer)
            self.forget(id)
        }
        if !isRunning {
            forget(id)
            refuse(peer, .system, "no thread for the connection")
        }
    }

    private func refuse(_ peer: String, _ kind: AssociationError.Kind, _ message: String) {
        state.withLock { $0.counters.failed += 1 }
        report(AssociationError(kind, message, at: .negotiation, peer: peer))
    }

    private func forget(_ id: UInt64) {
        state.withLock { state in
            guard let (host, _) = state.connections.removeValue(forKey: id) else { return }
            let left = state.perHost[host, default: 1] - 1
            state.perHost[host] = left > 0 ? left : nil
        }
    }

    private func run(_ handle: AssociationHandle, _ peer: String) {
        var fault = cdicom_fault()
        var status = cdicom_association_receive(handle.raw, &fault)
        guard status == 0 else { return refuse(peer, .init(status: status, fault), fault.text) }
        let request = AssociationRequest(handle, isSecure: tls != nil)
        let applicationContext = String(cString: cdicom_association_application_context(handle.raw))
        guard applicationContext == Self.dicomApplicationContext else {
            return reject(handle, .applicationContextNotSupported)
        }
        guard occupy() else { return reject(handle, .localLimitExceeded) }
        defer { state.withLock { $0.counters.active -= 1 } }
        switch negotiate(request) {
        case .reject(let rejection):
            reject(handle, rejection)
        case .accept(let answers):
            answer(handle, request, answers)
            status = cdicom_association_acknowledge(handle.raw, &fault)
            guard status == 0 else { return refuse(peer, .init(status: status, fault), fault.text) }
            state.withLock { $0.counters.accepted += 1 }
            let association = Association(handle, isRequestor: false, timeouts: options.timeouts)
            serve(association)
            association.abort()
        }
    }

    /// (PS3.7 A.2.1.)
    private static let dicomApplicationContext = "1.2.840.10008.3.1.1.1"

    private func occupy() -> Bool {
        state.withLock { state in
            guard !state.isStopping, state.counters.active < options.maximumAssociations else { return false }
            state.counters.active += 1
            return true
        }
    }

    private func reject(_ handle: AssociationHandle, _ rejection: AssociationRejection) {
        state.withLock { $0.counters.rejected += 1 }
        _ = cdicom_association_reject(handle.raw, rejection.result, rejection.source, rejection.reason, nil)
    }

    /// Passes on what was decided; a transfer syntax that was not proposed would break PS3.8, and counts as a refusal.
    private func answer(_ handle: AssociationHandle, _ request: AssociationRequest, _ answers: [UInt8: ContextAnswer]) {
        for context in request.contexts {
            switch answers[context.id] {
            case .accept(let syntax, let role) where context.transferSyntaxes.contains(syntax):
                _ = cdicom_association_accept_context(
                    handle.raw, context.id, syntax.uid, cdicom_role(UInt32(role.rawValue)))
            case .accept:
                _ = cdicom_association_refuse_context(
                    handle.raw, context.id, ContextRefusal.transferSyntaxesNotSupported.rawValue)
            case .refuse(let refusal):
                _ = cdicom_association_refuse_context(handle.raw, context.id, refusal.rawValue)
            case nil:
                break
            }
        }
    }
}

extension AssociationRequest {
    init(_ handle: AssociationHandle, isSecure: Bool) {
        let raw = handle.raw
        self.init(
            callingAE: Association.title(cdicom_association_calling(raw)),
            calledAE: Association.title(cdicom_association_called(raw)),
            peer: String(cString: cdicom_association_peer(raw)),
            implementationClassUID: String(cString: cdicom_association_peer_implementation(raw)),
            implementationVersionName: String(cString: cdicom_association_peer_version(raw)),
            maximumPDULength: Int(cdicom_association_peer_maximum_pdu(raw)), isSecure: isSecure,
            contexts: handle.contexts.enumerated().map { index, context in
                ProposedContext(
                    id: context.identifier, abstractSyntax: String(cString: context.abstract_syntax),
                    transferSyntaxes: handle.proposedSyntaxes(ofContextAt: index, count: context.transfer_syntax_count),
                    role: ContextRole(rawValue: context.proposed_role) ?? .default)
            })
    }
}
