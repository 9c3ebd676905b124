internal import CDICOM

/// Key, certificate and trust of one end of secure associations (PS3.15 B.9, BCP 195: TLS 1.2 or later).
public final class TLSIdentity: @unchecked Sendable {  // the C object is immutable
    public enum Verification: Sendable {
        /// The peer must show a certificate that one of the trusted ones signed.
        case required
        /// A certificate that is shown must be good.
        case ifShown
        /// Any peer will do. Encrypts, and proves nothing.
        case none
    }

    let handle: OpaquePointer

    /// Reads PEM files. A requestor may do without certificate and key.
    public init(
        certificate: String?, key: String?, trusted: String?, verification: Verification
    ) throws(AssociationError) {
        var made: OpaquePointer?
        var fault = cdicom_fault()
        let mode =
            switch verification {
            case .required: CDICOM_VERIFY_REQUIRED
            case .ifShown: CDICOM_VERIFY_IF_SHOWN
            case .none: CDICOM_VERIFY_NONE
            }
        let status = cdicom_tls_create(certificate, key, trusted, mode, &made, &fault)
        guard status == 0, let made else {
            throw AssociationError(.init(status: status, fault), fault.text, at: .negotiation)
        }
        handle = made
    }

    deinit { cdicom_tls_destroy(handle) }
}
