/// Status (0000,0900) of a response (PS3.7 Annex C; service classes add their own in PS3.4).
public struct DIMSEStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    // PS3.7 C.1 to C.5
    public static let success = DIMSEStatus(rawValue: 0x0000)
    public static let attributeListError = DIMSEStatus(rawValue: 0x0107)
    public static let attributeValueOutOfRange = DIMSEStatus(rawValue: 0x0116)
    public static let noSuchAttribute = DIMSEStatus(rawValue: 0x0105)
    public static let invalidAttributeValue = DIMSEStatus(rawValue: 0x0106)
    public static let processingFailure = DIMSEStatus(rawValue: 0x0110)
    public static let duplicateSOPInstance = DIMSEStatus(rawValue: 0x0111)
    public static let noSuchSOPInstance = DIMSEStatus(rawValue: 0x0112)
    public static let noSuchEventType = DIMSEStatus(rawValue: 0x0113)
    public static let noSuchArgument = DIMSEStatus(rawValue: 0x0114)
    public static let invalidArgumentValue = DIMSEStatus(rawValue: 0x0115)
    public static let invalidSOPInstance = DIMSEStatus(rawValue: 0x0117)
    public static let noSuchSOPClass = DIMSEStatus(rawValue: 0x0118)
    public static let classInstanceConflict = DIMSEStatus(rawValue: 0x0119)
    public static let missingAttribute = DIMSEStatus(rawValue: 0x0120)
    public static let missingAttributeValue = DIMSEStatus(rawValue: 0x0121)
    public static let sopClassNotSupported = DIMSEStatus(rawValue: 0x0122)
    public static let noSuchActionType = DIMSEStatus(rawValue: 0x0123)
    public static let notAuthorized = DIMSEStatus(rawValue: 0x0124)
    public static let duplicateInvocation = DIMSEStatus(rawValue: 0x0210)
    public static let unrecognizedOperation = DIMSEStatus(rawValue: 0x0211)
    public static let mistypedArgument = DIMSEStatus(rawValue: 0x0212)
    public static let resourceLimitation = DIMSEStatus(rawValue: 0x0213)

    // Storage (PS3.4 Table B.2-1)
    public static let outOfResources = DIMSEStatus(rawValue: 0xA700)
    public static let dataSetDoesNotMatchSOPClass = DIMSEStatus(rawValue: 0xA900)
    public static let cannotUnderstand = DIMSEStatus(rawValue: 0xC000)
    public static let coercionOfDataElements = DIMSEStatus(rawValue: 0xB000)
    public static let elementsDiscarded = DIMSEStatus(rawValue: 0xB006)
    public static let dataSetDoesNotMatchSOPClassWarning = DIMSEStatus(rawValue: 0xB007)

    // Query and retrieve (PS3.4 Tables C.4-1, C.4-2, C.4-3)
    public static let outOfResourcesUnableToCalculate = DIMSEStatus(rawValue: 0xA701)
    public static let outOfResourcesUnableToPerform = DIMSEStatus(rawValue: 0xA702)
    public static let moveDestinationUnknown = DIMSEStatus(rawValue: 0xA801)
    public static let identifierDoesNotMatchSOPClass = DIMSEStatus(rawValue: 0xA900)
    public static let unableToProcess = DIMSEStatus(rawValue: 0xC000)
    /// Some of the sub-operations failed or gave a warning.
    public static let suboperationsCompleteWithFailures = DIMSEStatus(rawValue: 0xB000)
    public static let cancel = DIMSEStatus(rawValue: 0xFE00)
    public static let pending = DIMSEStatus(rawValue: 0xFF00)
    /// Pending, and some optional key was not matched as asked (PS3.4 C.4.1.1.4).
    public static let pendingWithoutOptionalKeys = DIMSEStatus(rawValue: 0xFF01)

    public enum Category: Sendable { case success, pending, cancel, warning, failure }

    /// (PS3.7 C.1 to C.5).
    public var category: Category {
        switch rawValue {
        case 0x0000: .success
        case 0xFF00, 0xFF01: .pending
        case 0xFE00: .cancel
        case 0x0001, 0x0107, 0x0116, 0xB000...0xBFFF: .warning
        default: .failure
        }
    }

    public var isPending: Bool { category == .pending }
    /// The operation was carried out, if with a remark.
    public var isSuccessOrWarning: Bool { category == .success || category == .warning }

    public var description: String {
        let digits = String(rawValue, radix: 16, uppercase: true)
        return "0x" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
