internal import CDICOM
#if canImport(Glibc)
import Glibc
#endif

extension Association {
    /// Asks a peer for an association (PS3.8 7.1).
    ///
    /// - Parameter contexts: 1 … 128 of them.
    /// - Throws: ``AssociationError``; ``AssociationError/Kind/rejected(_:)`` carries the peer's reason. That a peer accepts
    ///   none of the contexts is no error: look at ``contexts``.
    public static func request(
        to address: PeerAddress, callingAE: String, calledAE: String, contexts: [ProposedContext], tls: TLSIdentity? = nil,
        timeouts: AssociationTimeouts = .init(), maximumPDULength: Int = largestPDULength
    ) throws(AssociationError) -> Association {
        func failed(_ kind: AssociationError.Kind, _ message: String) -> AssociationError {
            AssociationError(
                kind, message, at: .negotiation, peer: address.description, callingAE: callingAE, calledAE: calledAE)
        }
        for title in [callingAE, calledAE] where !isLegal(title) {
            throw failed(.invalid, "“\(title)” is no AE title: 1 to 16 printable ASCII characters without backslash")
        }
        guard (1...128).contains(contexts.count) else { throw failed(.invalid, "\(contexts.count) presentation contexts") }

        var fault = cdicom_fault()
        var made: OpaquePointer?
        var status = withAssociationOptions(timeouts, maximumPDULength: maximumPDULength) {
            cdicom_association_create(callingAE, calledAE, $0, &made, &fault)
        }
        guard status == 0, let made else { throw failed(.init(status: status, fault), fault.text) }
        let handle = AssociationHandle(made)
        for context in contexts {
            status = withCStrings(context.transferSyntaxes.map(\.uid)) { syntaxes in
                cdicom_association_propose(
                    made, context.id, context.abstractSyntax, syntaxes, context.transferSyntaxes.count,
                    cdicom_role(UInt32(context.role.rawValue)), &fault)
            }
            guard status == 0 else {
                throw failed(.init(status: status, fault), "context \(context.id): \(fault.text)")
            }
        }
        status = cdicom_association_request(made, address.host, address.port, tls?.handle, &fault)
        guard status == 0 else { throw failed(.init(status: status, fault), fault.text) }
        return Association(handle, isRequestor: true, timeouts: timeouts)
    }

    /// (PS3.5 6.2, VR AE.)
    private static func isLegal(_ title: String) -> Bool {
        let bytes = title.utf8
        return (1...16).contains(bytes.count) && bytes.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x5C }
            && bytes.contains { $0 != 0x20 }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return copies.map { UnsafePointer($0) }.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}
