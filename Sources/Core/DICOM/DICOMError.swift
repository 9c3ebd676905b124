internal import CDICOM

/// Why DICOM data could not be read or written.
public struct DICOMError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// The object ends in the middle of an element.
        case truncated
        /// Nothing suggests that the bytes are DICOM at all.
        case notDICOM
        /// The bytes contradict PS3.5 or PS3.10.
        case malformed
        /// Legal, and not handled.
        case unsupported
        /// Deeper, longer or more than allowed.
        case limit
        /// The bytes were said to be a prefix, and more of them are needed.
        case needMore
    }

    public let kind: Kind
    /// One English sentence; names the path of the element as `(0040,A730)[2].(0008,0100)`.
    public let message: String
    /// The byte of the source where it went wrong; with `needMore`, how many bytes are needed at least.
    public let offset: UInt64?
    /// The element it went wrong in.
    public let tag: Tag?

    public init(_ kind: Kind, _ message: String, offset: UInt64? = nil, tag: Tag? = nil) {
        self.kind = kind
        self.message = message
        self.offset = offset
        self.tag = tag
    }

    /// The same error where the bytes it speaks of begin `count` bytes into larger ones.
    func shifted(by count: Int) -> DICOMError {
        DICOMError(kind, message, offset: offset.map { $0 + UInt64(count) }, tag: tag)
    }

    public var description: String {
        guard let offset, kind != .needMore else { return message }
        return "\(message) (at byte \(offset))"
    }
}

extension DICOMError {
    /// Translates a status of the C module.
    init(status: Int32, _ error: cdicom_error) {
        let message = withUnsafeBytes(of: error.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        self.init(
            Kind(status: status), message, offset: error.offset, tag: error.tag == 0 ? nil : Tag(rawValue: error.tag))
    }
}

extension DICOMError.Kind {
    init(status: Int32) {
        self = switch cdicom_status(status) {
        case CDICOM_NEED_MORE: .needMore
        case CDICOM_TRUNCATED: .truncated
        case CDICOM_NOT_DICOM: .notDICOM
        case CDICOM_UNSUPPORTED: .unsupported
        case CDICOM_LIMIT, CDICOM_NO_MEMORY: .limit
        default: .malformed
        }
    }
}
