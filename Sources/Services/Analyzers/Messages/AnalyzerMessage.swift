public import Hematology

/// What one order of a message says, whatever protocol it came by: the results of a sample, of a control, or a question.
public struct AnalyzerMessage: Sendable, Hashable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case result
        case qc
        /// The instrument asks what is to be measured.
        case query
        /// Work for an instrument, as the LIS sends it.
        case order
        case acknowledgement
        case other
    }

    public enum Priority: String, Sendable, Codable { case routine, stat }

    /// Who the instrument says the sample is from. It is evidence for whoever claims a result, never a match by itself.
    public struct Patient: Sendable, Hashable, Codable {
        public var id = ""
        public var name = ""
        public var birthDate = ""
        public var sex = ""

        public init() {}
    }

    public var kind: Kind = .result
    /// As the profile's rule finds it; empty where the message names none.
    public var sample = ""
    public var priority: Priority = .routine
    public var patient = Patient()
    /// The instrument as it calls itself: MSH-3 and MSH-4, or H-5.
    public var sender = ""
    /// MSH-10, or H-3; empty where there is none.
    public var controlID = ""
    /// When the sample was measured, as the instrument wrote it.
    public var analysedAt = ""
    public var results: [AnalyzerResult] = []
    public var graphics: [AnalyzerGraphic] = []
    /// Alarms and comments about the whole sample; whoever reviews the results must see them.
    public var alarms: [String] = []
    /// Modes and settings that came beside the results, by their names.
    public var settings: [String: String] = [:]
    /// What could not be read, for the link's log.
    public var faults: [String] = []

    public init() {}
}

/// One measured value. The text is what came; nothing is rounded, and what is not a number stays text.
public struct AnalyzerResult: Sendable, Hashable {
    /// The instrument's own code.
    public var code: String
    public var name: String
    public var value: String
    public var unit: String
    /// The instrument's flags, those for “normal” included.
    public var flags: [String]
    public var range: String
    public var analysedAt: String
    public var comments: [String] = []
    /// What the profile makes of it; nil until it is applied.
    public var reading: ResultReading?

    public init(code: String, name: String = "", value: String, unit: String = "", flags: [String] = [], range: String = "", analysedAt: String = "") {
        self.code = code
        self.name = name
        self.value = value
        self.unit = unit
        self.flags = flags
        self.range = range
        self.analysedAt = analysedAt
    }
}

/// A curve, scattergram or picture beside the results.
public struct AnalyzerGraphic: Sendable, Hashable {
    public var name: String
    /// What was drawn from the message; nil where only a file is named, or where what came could not be unpacked.
    public var graphic: Graphic?
    /// Lines that came without their curve.
    public var lines: [Double]
    /// The file in a folder of the instrument that holds the picture.
    public var file: String?

    public init(name: String, graphic: Graphic? = nil, lines: [Double] = [], file: String? = nil) {
        self.name = name
        self.graphic = graphic
        self.lines = lines
        self.file = file
    }
}
