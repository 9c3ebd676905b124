/// How an archive is set up.
public struct ArchiveOptions: Sendable {
    /// How an archive is opened.
    public enum Access: Sendable {
        /// By the one process that writes.
        case exclusive
        /// Beside a process that writes: only what is in the index already is seen, and nothing is mended.
        case reading
    }

    /// Folder of everything the archive keeps.
    public var folder: String
    public var access: Access
    /// A segment file takes no further object once it is this long, in bytes.
    public var segmentLength: Int64
    /// A series that has not changed for this long gets its metadata document written ahead of the first reader, in seconds.
    public var stableAfter: Double
    /// Which objects are compressed at rest; see ``CompressionPolicy``.
    public var compression: [CompressionPolicy]

    public init(
        folder: String, access: Access = .exclusive, segmentLength: Int64 = 256 << 20, stableAfter: Double = 5, compression: [CompressionPolicy] = []
    ) {
        self.folder = folder
        self.access = access
        self.segmentLength = segmentLength
        self.stableAfter = stableAfter
        self.compression = compression
    }
}
