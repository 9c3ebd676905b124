import DICOM

/// Which objects are compressed at rest, and how. The first policy that fits decides.
public struct CompressionPolicy: Sendable, Equatable, Codable {
    /// Modality (0008,0060), or nil for all.
    public var modality: String?
    /// Days since the object came.
    public var olderThanDays: Double
    /// `jpeg-ls`, `jpeg-2000` or `htj2k`.
    public var method: Method

    public enum Method: String, Sendable, Codable, CaseIterable {
        case jpegLS = "jpeg-ls"
        case jpeg2000 = "jpeg-2000"
        case htj2k

        public var transferSyntax: TransferSyntax {
            switch self {
            case .jpegLS: .jpegLSLossless
            case .jpeg2000: .jpeg2000Lossless
            case .htj2k: .htj2kLossless
            }
        }
    }

    public init(modality: String? = nil, olderThanDays: Double, method: Method) {
        self.modality = modality
        self.olderThanDays = olderThanDays
        self.method = method
    }
}
