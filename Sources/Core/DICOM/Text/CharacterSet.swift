/// A value of Specific Character Set (0008,0005): how text is coded (PS3.3 C.12.1.1.2, PS3.5 6.1.2).
public struct CharacterSet: Hashable, Sendable {
    enum Coding: Hashable, Sendable {
        case utf8
        case gb18030
        /// Sets that escape sequences switch between. `initial` are those in force at the start.
        case iso2022(initial: [CodedSet], others: [CodedSet])
    }

    let coding: Coding
    /// As written into (0008,0005).
    public let definedTerms: [String]

    /// The default repertoire, ISO-IR 6. What is not ASCII in it is read as Latin-1, so that nothing is lost.
    public static let `default` = CharacterSet(.iso2022(initial: [.ascii], others: []), [])
    public static let utf8 = CharacterSet(.utf8, ["ISO_IR 192"])
    public static let gb18030 = CharacterSet(.gb18030, ["GB18030"])
    public static let latin1 = CharacterSet(.iso2022(initial: [.ascii, .upperHalf(100)], others: []), ["ISO_IR 100"])
    /// Simplified Chinese by code extension (PS3.5 Annex K).
    public static let gb2312 = CharacterSet(.iso2022(initial: [.ascii], others: [.gb2312]), ["", "ISO 2022 IR 58"])

    /// Which signs end the reach of an escape sequence (PS3.5 6.1.2.5.3).
    public enum Delimiters: Sendable {
        case text
        case personName
    }

    private init(_ coding: Coding, _ definedTerms: [String]) {
        self.coding = coding
        self.definedTerms = definedTerms
    }

    /// Reads the values of (0008,0005). Terms that are misspelt in usual ways are understood, others count as default.
    public init(declared terms: [String]) {
        let read = terms.map(Term.init)
        switch read.first {
        case nil: self = .default
        case .utf8: self.init(.utf8, terms)
        case .gb18030: self.init(.gb18030, terms)
        case .sets(let first):
            var others: [CodedSet] = []
            for case .sets(let more) in read.dropFirst() { others += more }
            // A double-byte set alone breaks the rules (PS3.3 C.12.1.1.2), and is met without its escape sequences.
            let initial = first.contains(.ascii) ? first : [.ascii] + first.filter(\.isG1)
            self.init(.iso2022(initial: initial, others: first + others), terms)
        }
    }

    /// Reads one defined term, or nil if there is no such character set. For configuration, such as an AE's default.
    public init?(term: String) {
        guard !term.isEmpty, Term(term) != .sets([.ascii]) || Term.isDefault(term) else { return nil }
        self.init(declared: [term])
    }

    /// One defined term, in whatever spelling.
    private enum Term: Equatable {
        case utf8, gb18030
        case sets([CodedSet])

        init(_ term: String) {
            let words = term.uppercased().split { " _-".contains($0) }.map(String.init)
            switch words {
            case ["ISO", "IR", "192"], ["UTF", "8"], ["UTF8"]: self = .utf8
            case ["GB18030"], ["GBK"], ["GB", "18030"], ["ISO", "IR", "GB18030"]: self = .gb18030
            default:
                let number = words.first == "ISO" && words.contains("IR") ? words.last.flatMap { Int($0) } : nil
                self = .sets(number.flatMap { CodedSet.named(byRegistration: $0) } ?? [.ascii])
            }
        }

        /// Whether a term names the default repertoire rather than nothing that is known.
        static func isDefault(_ term: String) -> Bool {
            let words = term.uppercased().split { " _-".contains($0) }
            return words.first == "ISO" && words.last == "6"
        }
    }

    public static func == (a: CharacterSet, b: CharacterSet) -> Bool { a.coding == b.coding }
    public func hash(into hasher: inout Hasher) { hasher.combine(coding) }
}
