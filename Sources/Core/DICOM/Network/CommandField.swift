/// The kind of a message (PS3.7 E.1-1, Command Field (0000,0100)).
public struct CommandField: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let cStoreRequest = CommandField(rawValue: 0x0001)
    public static let cGetRequest = CommandField(rawValue: 0x0010)
    public static let cFindRequest = CommandField(rawValue: 0x0020)
    public static let cMoveRequest = CommandField(rawValue: 0x0021)
    public static let cEchoRequest = CommandField(rawValue: 0x0030)
    public static let nEventReportRequest = CommandField(rawValue: 0x0100)
    public static let nGetRequest = CommandField(rawValue: 0x0110)
    public static let nSetRequest = CommandField(rawValue: 0x0120)
    public static let nActionRequest = CommandField(rawValue: 0x0130)
    public static let nCreateRequest = CommandField(rawValue: 0x0140)
    public static let nDeleteRequest = CommandField(rawValue: 0x0150)
    public static let cCancelRequest = CommandField(rawValue: 0x0FFF)

    private static let responseBit: UInt16 = 0x8000

    public var isResponse: Bool { rawValue & Self.responseBit != 0 }
    public var response: CommandField { CommandField(rawValue: rawValue | Self.responseBit) }

    private static let names: [UInt16: String] = [
        0x0001: "C-STORE", 0x0010: "C-GET", 0x0020: "C-FIND", 0x0021: "C-MOVE", 0x0030: "C-ECHO",
        0x0100: "N-EVENT-REPORT", 0x0110: "N-GET", 0x0120: "N-SET", 0x0130: "N-ACTION", 0x0140: "N-CREATE",
        0x0150: "N-DELETE", 0x0FFF: "C-CANCEL",
    ]

    public var description: String {
        guard let name = Self.names[rawValue & ~Self.responseBit] else { return "command 0x" + String(rawValue, radix: 16) }
        return name + (isResponse ? "-RSP" : "-RQ")
    }
}

/// (PS3.7 E.1-1, Priority (0000,0700)).
public enum DIMSEPriority: UInt16, Sendable {
    case medium = 0x0000
    case high = 0x0001
    case low = 0x0002
}
