/// What the samples of a pixel mean: Photometric Interpretation (0028,0004), PS3.3 C.7.6.3.1.2.
public enum PhotometricInterpretation: Sendable, Hashable {
    case monochrome1
    case monochrome2
    case paletteColor
    case rgb
    case ybrFull
    case ybrFull422
    case ybrPartial420
    case ybrPartial422
    case ybrICT
    case ybrRCT
    /// A retired or private term, kept as it was written.
    case unknown(String)

    /// Reads the attribute's value; the padding spaces of a CS do not count.
    public init(_ term: some StringProtocol) {
        let trimmed = String(term.drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\0" }.reversed())
        self = Self.terms.first { $0.term == trimmed }?.value ?? .unknown(trimmed)
    }

    /// The attribute's value as PS3.3 spells it.
    public var term: String {
        if case .unknown(let term) = self { return term }
        return Self.terms.first { $0.value == self }?.term ?? ""
    }

    private static let terms: [(value: Self, term: String)] = [
        (.monochrome1, "MONOCHROME1"), (.monochrome2, "MONOCHROME2"), (.paletteColor, "PALETTE COLOR"), (.rgb, "RGB"),
        (.ybrFull, "YBR_FULL"), (.ybrFull422, "YBR_FULL_422"), (.ybrPartial420, "YBR_PARTIAL_420"),
        (.ybrPartial422, "YBR_PARTIAL_422"), (.ybrICT, "YBR_ICT"), (.ybrRCT, "YBR_RCT"),
    ]
}
