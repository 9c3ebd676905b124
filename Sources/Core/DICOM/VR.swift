internal import CDICOM

/// Value representations (PS3.5 Table 6.2-1), in alphabetical order, as the C module numbers them.
public enum VR: String, CaseIterable, Sendable {
    case AE, AS, AT, CS, DA, DS, DT, FD, FL, IS, LO, LT, OB, OD, OF, OL, OV, OW, PN, SH, SL, SQ, SS, ST, SV, TM
    case UC, UI, UL, UN, UR, US, UT, UV

    private static let inOrder = VR.allCases

    /// From the number the C module gives it; items have none.
    init?(code: UInt8) {
        guard code > 0, code <= VR.inOrder.count else { return nil }
        self = VR.inOrder[Int(code) - 1]
    }

    /// Whether Specific Character Set (0008,0005) applies to it (PS3.5 6.1.2.3).
    public var isLocalisedText: Bool {
        switch self {
        case .SH, .LO, .ST, .LT, .UC, .UT, .PN: true
        default: false
        }
    }

    /// Text with the default repertoire only.
    public var isPlainText: Bool {
        switch self {
        case .AE, .AS, .CS, .DA, .DS, .DT, .IS, .TM, .UI, .UR: true
        default: false
        }
    }

    public var isText: Bool { isLocalisedText || isPlainText }

    /// Text in which a backslash is only a backslash (PS3.5 6.4).
    public var isSingleText: Bool {
        switch self {
        case .ST, .LT, .UT, .UR: true
        default: false
        }
    }

    /// Bytes that are served as bulk data rather than shown as values.
    public var isBinary: Bool {
        switch self {
        case .OB, .OD, .OF, .OL, .OV, .OW, .UN: true
        default: false
        }
    }

    /// Bytes of the unit whose order depends on the transfer syntax (PS3.5 7.3); 1 if it does not.
    public var unitSize: Int {
        switch self {
        case .US, .SS, .OW, .AT: 2
        case .UL, .SL, .FL, .OF, .OL: 4
        case .FD, .OD, .OV, .SV, .UV: 8
        default: 1
        }
    }

    /// Two reserved bytes and a 32-bit length in the explicit encoding (PS3.5 Table 7.1-1).
    public var hasLongLength: Bool {
        switch self {
        case .OB, .OD, .OF, .OL, .OV, .OW, .SQ, .SV, .UC, .UN, .UR, .UT, .UV: true
        default: false
        }
    }

    /// What fills a value of odd length (PS3.5 6.2).
    var padding: UInt8 { isText && self != .UI ? 0x20 : 0 }
}
