import Foundation
public import HL7

/// How one family of instruments is talked to and understood. A profile is data: one readable JSON file.
public struct InstrumentProfile: Sendable, Hashable, Codable {
    public enum Language: String, Sendable, Codable, CaseIterable {
        case hl7, astm, csv
        /// A picture in a file of its own.
        case image
    }

    /// How messages are told apart on the wire.
    public enum Framing: String, Sendable, Codable, CaseIterable {
        case mllp
        /// E1381 / LIS1-A frames.
        case frames
        /// Bare records, each ended by CR.
        case records
        /// Whatever the first byte shows.
        case recognised
    }

    /// What the laboratory's side does.
    public enum Role: String, Sendable, Codable, CaseIterable { case listen, connect }

    public struct SampleRule: Sendable, Hashable, Codable {
        /// Where the sample's number stands; the first of these that is not empty.
        public var fields: [FieldPath]?
        /// The number is one of the day, not a barcode: it names a sample only together with instrument and date.
        public var isDaily: Bool?
        /// Beginnings of numbers that are controls' numbers.
        public var controlPrefixes: [String]?

        public init() {}
    }

    /// One of our analytes for an instrument's code.
    public struct Code: Sendable, Hashable, Codable {
        public var analyte: String
        /// The unit that a message means when it names none, where the manual or a real message proves it.
        public var impliedUnit: String?

        public init(analyte: String, impliedUnit: String? = nil) {
            self.analyte = analyte
            self.impliedUnit = impliedUnit
        }
    }

    /// How a histogram is packed into observations of its own.
    public struct Curve: Sendable, Hashable, Codable {
        public var name: String
        /// The code of the observation that holds the channels.
        public var data: String
        /// The code of the one that says how many bytes a channel takes.
        public var width: String?
        /// The codes of the discriminators' channels.
        public var lines: [String]
        /// Known for the model, never guessed: without it the axis stays in channels.
        public var femtolitresPerChannel: Double?
    }

    /// How the instrument asks for work.
    public enum HostQuery: String, Sendable, Codable, CaseIterable {
        /// A `Q` record, answered with `P` and `O` records.
        case astm
        /// ORM^O01, answered with ORR^O02.
        case orm
        /// QRY^Q02, answered with QCK^Q02 and DSR^Q03.
        case qry
        /// IHE LAW: QBP^Q11, answered with RSP^K11 and followed by OML^O33.
        case law
    }

    public var id: String
    public var name: String
    public var chineseName: String
    public var language: Language
    public var framing: Framing
    public var role: Role
    /// Parts of what the instrument calls itself (MSH-3, MSH-4, H-5), in any case.
    public var senders: [String]
    public var charset: HL7Charset?
    public var sample: SampleRule?
    public var codes: [String: Code]
    /// Codes that are no results: settings, marks for the instrument's own use.
    public var ignoredCodes: [String]?
    /// Only codes of this profile are results; others are left in the raw message.
    public var takesOnlyKnownCodes: Bool?
    /// What flags mean: `low`, `high`, `normal`, `abnormal`, `critical`, `unreliable`.
    public var flags: [String: String]?
    /// Values that say that nothing could be measured.
    public var unmeasured: [String]?
    public var curves: [Curve]?
    public var hostQuery: HostQuery?
    /// Orders may be sent without being asked for.
    public var takesOrders: Bool?
    /// In which component of a test id the instrument's code stands, from 1; 4 where nothing is said, 5 with Sysmex.
    public var codeComponent: Int?
    /// Frames numbered otherwise than E1381 says are taken.
    public var takesAnyFrameNumber: Bool?
    /// Columns of a CSV file by what they hold.
    public var columns: [String: [String]]?
    /// What was proved, and on which message.
    public var verified: String
    public var notVerified: String?

    /// Whether a message of this sender is for this profile.
    public func recognises(sender: String) -> Bool {
        let upper = sender.uppercased()
        return senders.contains { upper.contains($0.uppercased()) }
    }

    public init(json: [UInt8]) throws { self = try JSONDecoder().decode(InstrumentProfile.self, from: Data(json)) }

    public var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
    }
}
