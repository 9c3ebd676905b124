internal import CDICOM

/// Owns the C association.
final class AssociationHandle: @unchecked Sendable {
    let raw: OpaquePointer

    init(_ raw: OpaquePointer) { self.raw = raw }
    deinit { cdicom_association_destroy(raw) }

    /// Safe from any thread.
    func interrupt() { cdicom_association_interrupt(raw) }

    /// Every proposed context and what became of it. Its strings live as long as this handle.
    var contexts: [cdicom_context] {
        (0..<cdicom_association_context_count(raw)).map { index in
            var context = cdicom_context()
            _ = cdicom_association_context(raw, index, &context)
            return context
        }
    }

    func proposedSyntaxes(ofContextAt index: Int, count: Int) -> [TransferSyntax] {
        (0..<count).compactMap { syntax in
            cdicom_association_proposed_syntax(raw, index, syntax).map { TransferSyntax(uid: String(cString: $0)) }
        }
    }
}

/// Owns the C listener. One thread accepts; stopping is safe from any.
final class ListenerHandle: @unchecked Sendable {
    let raw: OpaquePointer

    init(_ raw: OpaquePointer) { self.raw = raw }
    deinit { cdicom_listener_destroy(raw) }
}
