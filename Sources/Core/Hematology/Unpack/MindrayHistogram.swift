/// Histograms of Mindray BC analyzers: OBX 15000 (WBC), 15050 (RBC) and 15100 (PLT) hold one unsigned big-endian number a channel, as wide as
/// the “Meta Length” beside them says (15004, 15053, 15113). The lines (15001 … 15003, 15051 … 15052, 15111 … 15112) are channels.
/// Layout measured on a BC-5380's ORU^R01. No scale in femtolitres is ever sent.
public enum MindrayHistogram {
    /// Far beyond any model: they send 64 … 256.
    public static let channelLimit = 1 << 16

    /// - Parameters:
    ///   - name: what the curve is called where it is shown.
    ///   - metaLength: bytes a channel, 1, 2 or 4.
    ///   - lines: discriminators, channels.
    /// - Throws: `.unsupported` for another meta length, `.corrupt` for bytes that are no whole number of channels.
    public static func unpack(
        _ bytes: [UInt8], name: String, metaLength: Int = 2, lines: [Histogram.Discriminator] = []
    ) throws(HematologyError) -> Histogram {
        guard [1, 2, 4].contains(metaLength) else {
            throw HematologyError(.unsupported, "“\(name)” has channels of \(metaLength) bytes")
        }
        guard !bytes.isEmpty, bytes.count.isMultiple(of: metaLength) else {
            throw HematologyError(.corrupt, "“\(name)” has \(bytes.count) bytes for channels of \(metaLength)")
        }
        guard bytes.count / metaLength <= channelLimit else {
            throw HematologyError(.tooLarge, "“\(name)” has \(bytes.count / metaLength) channels")
        }
        let counts = stride(from: 0, to: bytes.count, by: metaLength).map { start in
            Double(bytes[start..<start + metaLength].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        }
        return try Histogram(name: name, channels: counts, discriminators: lines)
    }

    /// Unpacks the text of OBX-5.5 (Base64).
    public static func unpack(
        base64: some StringProtocol, name: String, metaLength: Int = 2, lines: [Histogram.Discriminator] = []
    ) throws(HematologyError) -> Histogram {
        try unpack(try Base64.decode(base64), name: name, metaLength: metaLength, lines: lines)
    }
}
