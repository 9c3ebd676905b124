import DICOM

/// A question to the archive in the terms of C-FIND (PS3.4 C.2.2.2) and QIDO-RS (PS3.18 10.6).
public struct Query: Sendable {
    public enum Level: Int, Sendable, Comparable, CaseIterable {
        case patient, study, series, instance

        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        /// The value of Query/Retrieve Level (0008,0052).
        public var term: String { ["PATIENT", "STUDY", "SERIES", "IMAGE"][rawValue] }

        public init?(term: String) {
            guard let level = Self.allCases.first(where: { $0.term == term }) else { return nil }
            self = level
        }
    }

    /// Which attributes an answer holds.
    public enum Returned: Sendable {
        /// Those that the level's answers commonly hold, and these.
        case usual(adding: Set<Tag>)
        /// These and no others.
        case listed(Set<Tag>)
        /// Every attribute that the index knows at the level, and these.
        case all(adding: Set<Tag>)
    }

    public struct Order: Sendable {
        public var tag: Tag
        public var isDescending: Bool

        public init(_ tag: Tag, descending: Bool) {
            self.tag = tag
            isDescending = descending
        }
    }

    public var level: Level
    /// What must match. Attributes to be matched universally are not listed here.
    public var keys: [Tag: Match]
    public var returned: Returned
    /// Text that a patient's name, ID or the accession number begins with; names also in pinyin and by initials.
    public var search: String?
    /// Names match by their beginnings, sound and initials rather than whole.
    public var isFuzzy: Bool
    public var order: [Order]
    public var limit: Int?
    public var offset: Int

    public init(
        level: Level, keys: [Tag: Match] = [:], returned: Returned = .usual(adding: []), search: String? = nil, isFuzzy: Bool = false,
        order: [Order] = [], limit: Int? = nil, offset: Int = 0
    ) {
        self.level = level
        self.keys = keys
        self.returned = returned
        self.search = search
        self.isFuzzy = isFuzzy
        self.order = order
        self.limit = limit
        self.offset = offset
    }
}

/// How one attribute matches (PS3.4 C.2.2.2).
public indirect enum Match: Sendable, Equatable {
    /// Single value, list of UID or multiple value matching: any of these.
    case values([String])
    /// `*` for any run of characters, `?` for one.
    case wildcard(String)
    /// Both ends included; nil is open.
    case range(from: String?, to: String?)
    /// Any item of the sequence matches all of these.
    case sequence([Tag: Match])

    /// Reads the text of a key; nil asks for everything.
    public init?(_ text: String, vr: VR) {
        guard !text.isEmpty, text != "*" else { return nil }
        switch vr {
        case .DA, .TM, .DT:
            guard let dash = Self.rangeDash(in: text, vr) else {
                self = .values([Self.normal(text, vr)])
                return
            }
            let from = Self.normal(String(text[..<dash]), vr), to = Self.normal(String(text[text.index(after: dash)...]), vr)
            if from.isEmpty, to.isEmpty { return nil }
            self = .range(from: from.isEmpty ? nil : from, to: to.isEmpty ? nil : to)
        case .UI, .IS, .DS, .US, .SS, .UL, .SL:
            self = .values(text.split(whereSeparator: { $0 == "\\" || $0 == "," }).map { $0.trimmingSpaces })
        default:
            self = text.contains(where: { $0 == "*" || $0 == "?" }) ? .wildcard(text) : .values(text.split(separator: "\\").map(\.trimmingSpaces))
        }
    }

    /// A dash that parts two moments. In DT a dash may also begin an offset from UTC: `-0800` with nothing after it.
    private static func rangeDash(in text: String, _ vr: VR) -> String.Index? {
        let dashes = text.indices.filter { text[$0] == "-" }
        guard vr == .DT else { return dashes.first }
        return dashes.first { text[text.index(after: $0)...].prefix { $0 != "-" }.count != 4 }
    }

    /// `1996.04.22` and `10:20:30` are forms of old equipment (PS3.5 6.2).
    private static func normal(_ text: String, _ vr: VR) -> String {
        let text = text.trimmingSpaces
        return vr == .DA ? text.filter { $0 != "." } : vr == .TM ? text.filter { $0 != ":" } : text
    }
}

extension StringProtocol {
    /// Without the spaces and nulls that pad a value.
    var trimmingSpaces: String {
        var view = self[...]
        while let first = view.first, first == " " { view.removeFirst() }
        while let last = view.last, last == " " || last == "\0" { view.removeLast() }
        return String(view)
    }
}
