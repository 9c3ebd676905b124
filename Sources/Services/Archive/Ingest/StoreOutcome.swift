/// What became of an object that was stored. In each case the bytes survive a power cut.
public enum StoreOutcome: Sendable, Equatable {
    case stored
    /// The very same data set was already here; nothing was added.
    case duplicate
    /// An instance of this UID with other content is here: the new one is kept aside, and the one here stays as it was.
    case conflict
    /// The sender is not known yet: kept until someone releases or removes it.
    case quarantined
}

/// A stored object as its sender is told of it.
public struct StoreReceipt: Sendable, Equatable {
    public let outcome: StoreOutcome
    public let sopClassUID: String
    public let sopInstanceUID: String
    public let studyInstanceUID: String
    public let seriesInstanceUID: String
}

/// Why an object was not stored. Nothing of it stays.
public struct StoreRefusal: Error, CustomStringConvertible, Sendable {
    public enum Reason: Sendable {
        /// No room on the medium: try later (0xA700).
        case outOfResources
        /// What arrived is no DICOM at all (0xC000).
        case notDICOM
        /// What arrived is no data set, or ends too early (0xC000).
        case cannotUnderstand
        /// An identifying attribute is missing (0xA900 family; PS3.4 B.2.3).
        case missingAttribute
        case invalidAttribute
        /// The data set says another class or instance than the request (0xA900).
        case mismatch
        /// The store failed in a way that says nothing about the object (0x0110).
        case failure
    }

    public let reason: Reason
    public let message: String
    /// The attribute at fault.
    public let tag: UInt32?
    /// What is known of the object that was refused.
    public var sopClassUID: String?
    public var sopInstanceUID: String?

    public init(_ reason: Reason, _ message: String, tag: UInt32? = nil) {
        self.reason = reason
        self.message = message
        self.tag = tag
    }

    public var description: String { message }

    /// The C-STORE status (PS3.4 B.2.3, PS3.7 C).
    public var dimseStatus: UInt16 {
        switch reason {
        case .outOfResources: 0xA700
        case .cannotUnderstand, .notDICOM: 0xC000
        case .missingAttribute, .invalidAttribute, .mismatch: 0xA900
        case .failure: 0x0110
        }
    }
}
