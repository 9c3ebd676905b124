/// A transfer syntax (PS3.5 Annex A, PS3.6 Table A-1): how a data set is written and its pixels are coded.
public struct TransferSyntax: Hashable, Sendable, CustomStringConvertible {
    public let uid: String

    public init(uid: some StringProtocol) { self.uid = String(uid) }

    public static let implicitVRLittleEndian = TransferSyntax(uid: "1.2.840.10008.1.2")
    public static let explicitVRLittleEndian = TransferSyntax(uid: "1.2.840.10008.1.2.1")
    public static let encapsulatedUncompressed = TransferSyntax(uid: "1.2.840.10008.1.2.1.98")
    public static let deflatedExplicitVRLittleEndian = TransferSyntax(uid: "1.2.840.10008.1.2.1.99")
    public static let explicitVRBigEndian = TransferSyntax(uid: "1.2.840.10008.1.2.2")
    public static let deflatedImageFrame = TransferSyntax(uid: "1.2.840.10008.1.2.8.1")
    public static let rleLossless = TransferSyntax(uid: "1.2.840.10008.1.2.5")
    public static let jpegBaseline = TransferSyntax(uid: "1.2.840.10008.1.2.4.50")
    public static let jpegExtended = TransferSyntax(uid: "1.2.840.10008.1.2.4.51")
    public static let jpegLossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.57")
    public static let jpegLosslessFirstOrder = TransferSyntax(uid: "1.2.840.10008.1.2.4.70")
    public static let jpegLSLossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.80")
    public static let jpegLSNearLossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.81")
    public static let jpeg2000Lossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.90")
    public static let jpeg2000 = TransferSyntax(uid: "1.2.840.10008.1.2.4.91")
    public static let jpeg2000MultiComponentLossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.92")
    public static let jpeg2000MultiComponent = TransferSyntax(uid: "1.2.840.10008.1.2.4.93")
    public static let jpipReferenced = TransferSyntax(uid: "1.2.840.10008.1.2.4.94")
    public static let jpipReferencedDeflate = TransferSyntax(uid: "1.2.840.10008.1.2.4.95")
    public static let mpeg2MainLevel = TransferSyntax(uid: "1.2.840.10008.1.2.4.100")
    public static let mpeg2HighLevel = TransferSyntax(uid: "1.2.840.10008.1.2.4.101")
    public static let mpeg4HighProfile = TransferSyntax(uid: "1.2.840.10008.1.2.4.102")
    public static let mpeg4BluRay = TransferSyntax(uid: "1.2.840.10008.1.2.4.103")
    public static let mpeg4HighProfile42For2D = TransferSyntax(uid: "1.2.840.10008.1.2.4.104")
    public static let mpeg4HighProfile42For3D = TransferSyntax(uid: "1.2.840.10008.1.2.4.105")
    public static let mpeg4StereoHighProfile = TransferSyntax(uid: "1.2.840.10008.1.2.4.106")
    public static let hevcMainProfile = TransferSyntax(uid: "1.2.840.10008.1.2.4.107")
    public static let hevcMain10Profile = TransferSyntax(uid: "1.2.840.10008.1.2.4.108")
    public static let jpegXLLossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.110")
    public static let jpegXLRecompression = TransferSyntax(uid: "1.2.840.10008.1.2.4.111")
    public static let jpegXL = TransferSyntax(uid: "1.2.840.10008.1.2.4.112")
    public static let htj2kLossless = TransferSyntax(uid: "1.2.840.10008.1.2.4.201")
    public static let htj2kLosslessRPCL = TransferSyntax(uid: "1.2.840.10008.1.2.4.202")
    public static let htj2k = TransferSyntax(uid: "1.2.840.10008.1.2.4.203")

    /// Value representations are not written, the dictionary supplies them (PS3.5 A.1).
    public var isImplicit: Bool { self == .implicitVRLittleEndian }
    /// Retired (PS3.5 A.3), and still met.
    public var isBigEndian: Bool { self == .explicitVRBigEndian }
    /// The whole data set is deflated (PS3.5 A.5).
    public var isDeflated: Bool { self == .deflatedExplicitVRLittleEndian || self == .jpipReferencedDeflate }
    /// Pixel Data is a sequence of fragments (PS3.5 A.4). True of every syntax that is not known to be native.
    public var isEncapsulated: Bool { !Self.native.contains(self) }
    /// Pixels can differ from those that were coded. False of syntaxes that are lossless by definition only.
    public var isLossy: Bool { Self.lossy.contains(self) }
    /// A stream of pictures that depend on each other, so that frames have no bytes of their own.
    public var isVideo: Bool { (100...108).contains(jpegFamilyNumber ?? 0) }
    /// Listed in PS3.6.
    public var isKnown: Bool { Self.names[self] != nil }

    /// The name in PS3.6 Table A-1, or the UID.
    public var name: String { Self.names[self] ?? uid }
    public var description: String { name }

    /// The last component under 1.2.840.10008.1.2.4, if it is there.
    private var jpegFamilyNumber: Int? {
        let prefix = "1.2.840.10008.1.2.4."
        return uid.hasPrefix(prefix) ? Int(uid.dropFirst(prefix.count)) : nil
    }

    private static let native: Set<TransferSyntax> = [
        .implicitVRLittleEndian, .explicitVRLittleEndian, .deflatedExplicitVRLittleEndian, .explicitVRBigEndian,
        .jpipReferenced, .jpipReferencedDeflate,
    ]

    private static let lossy: Set<TransferSyntax> = [
        .jpegBaseline, .jpegExtended, .jpegLSNearLossless, .jpeg2000, .jpeg2000MultiComponent, .mpeg2MainLevel, .mpeg2HighLevel,
        .mpeg4HighProfile, .mpeg4BluRay, .mpeg4HighProfile42For2D, .mpeg4HighProfile42For3D, .mpeg4StereoHighProfile,
        .hevcMainProfile, .hevcMain10Profile, .jpegXLRecompression, .jpegXL, .htj2k,
    ]

    private static let names: [TransferSyntax: String] = [
        .implicitVRLittleEndian: "Implicit VR Little Endian",
        .explicitVRLittleEndian: "Explicit VR Little Endian",
        .encapsulatedUncompressed: "Encapsulated Uncompressed Explicit VR Little Endian",
        .deflatedExplicitVRLittleEndian: "Deflated Explicit VR Little Endian",
        .explicitVRBigEndian: "Explicit VR Big Endian",
        .deflatedImageFrame: "Deflated Image Frame Compression",
        .rleLossless: "RLE Lossless",
        .jpegBaseline: "JPEG Baseline (Process 1)",
        .jpegExtended: "JPEG Extended (Process 2 & 4)",
        .jpegLossless: "JPEG Lossless, Non-Hierarchical (Process 14)",
        .jpegLosslessFirstOrder: "JPEG Lossless, Non-Hierarchical, First-Order Prediction",
        .jpegLSLossless: "JPEG-LS Lossless",
        .jpegLSNearLossless: "JPEG-LS Lossy (Near-Lossless)",
        .jpeg2000Lossless: "JPEG 2000 (Lossless Only)",
        .jpeg2000: "JPEG 2000",
        .jpeg2000MultiComponentLossless: "JPEG 2000 Part 2 Multi-component (Lossless Only)",
        .jpeg2000MultiComponent: "JPEG 2000 Part 2 Multi-component",
        .jpipReferenced: "JPIP Referenced",
        .jpipReferencedDeflate: "JPIP Referenced Deflate",
        .mpeg2MainLevel: "MPEG2 Main Profile / Main Level",
        .mpeg2HighLevel: "MPEG2 Main Profile / High Level",
        .mpeg4HighProfile: "MPEG-4 AVC/H.264 High Profile / Level 4.1",
        .mpeg4BluRay: "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1",
        .mpeg4HighProfile42For2D: "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video",
        .mpeg4HighProfile42For3D: "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video",
        .mpeg4StereoHighProfile: "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2",
        .hevcMainProfile: "HEVC/H.265 Main Profile / Level 5.1",
        .hevcMain10Profile: "HEVC/H.265 Main 10 Profile / Level 5.1",
        .jpegXLLossless: "JPEG XL Lossless",
        .jpegXLRecompression: "JPEG XL JPEG Recompression",
        .jpegXL: "JPEG XL",
        .htj2kLossless: "High-Throughput JPEG 2000 (Lossless Only)",
        .htj2kLosslessRPCL: "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)",
        .htj2k: "High-Throughput JPEG 2000",
    ]
}
