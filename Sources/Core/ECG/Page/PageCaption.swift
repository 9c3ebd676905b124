/// The words on an ECG page, ready to be set: whoever makes them chose the language.
public struct PageCaption: Sendable, Hashable {
    /// A name and its value, such as `心率` and `72 bpm`.
    public struct Entry: Sendable, Hashable {
        public var name: String
        public var value: String
        /// A corrected value: it stands out, and what the program measured stands behind it.
        public var isCorrected: Bool

        public init(_ name: String, _ value: String, isCorrected: Bool = false) {
            self.name = name
            self.value = value
            self.isCorrected = isCorrected
        }
    }

    /// Who signed, and when.
    public struct Signature: Sendable, Hashable {
        public var role: String
        public var name: String
        public var time: String

        public init(role: String, name: String, time: String) {
            self.role = role
            self.name = name
            self.time = time
        }
    }

    public var institution = ""
    public var title = ""
    public var patient: [Entry] = []
    public var measurements: [Entry] = []
    /// What stands above the statements: that a program made them, or that a physician did.
    public var statementsTitle = ""
    public var statements: [String] = []
    public var signatures: [Signature] = []
    /// Left below the wave; the scale and filters are put behind it.
    public var device = ""
    /// Such as `0.05–150 Hz  50 Hz 陷波`.
    public var filters = ""
    /// Right below the wave.
    public var note = ""
    /// Such as `第 1 页 共 2 页`.
    public var page = ""

    public init() {}
}
