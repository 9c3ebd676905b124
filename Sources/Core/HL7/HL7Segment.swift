/// One segment. Fields count from 1 as in the standard; in MSH, field 1 is the field separator itself.
public struct HL7Segment: Sendable, Hashable {
    public let name: String
    public let delimiters: HL7Delimiters
    /// Field 1 first, escapes and inner delimiters as they were sent.
    private var fields: [String]

    /// - Parameter fields: texts without inner structure, field 1 first. They are escaped.
    public init(_ name: String, _ fields: [String] = [], delimiters: HL7Delimiters = .suggested) {
        self.name = name
        self.delimiters = delimiters
        self.fields = fields.map(delimiters.escaped)
    }

    /// - Parameter line: a segment without its end.
    init(line: Substring, delimiters: HL7Delimiters) {
        let parts = line.utf8.split(separator: delimiters.field, omittingEmptySubsequences: false)
        let fields = parts.dropFirst().map { String(Substring($0)) }
        let name = String(parts.first.map { Substring($0) } ?? "")
        self.name = name
        self.delimiters = delimiters
        self.fields = name == "MSH" ? [String(decoding: [delimiters.field], as: UTF8.self)] + fields : fields
    }

    /// How many fields were sent.
    public var count: Int { fields.count }

    /// A field as it was sent; empty where it was not.
    public func raw(_ field: Int) -> String { field >= 1 && field <= fields.count ? fields[field - 1] : "" }

    /// The repetitions of a field, each with its components, each as it was sent.
    public func repetitions(_ field: Int) -> [[String]] {
        pieces(of: raw(field), at: delimiters.repetition).map { pieces(of: $0, at: delimiters.component) }
    }

    /// The text of one component: escapes undone, empty where nothing was sent.
    public func text(_ field: Int, component: Int = 1, subcomponent: Int = 1, repetition: Int = 1) -> String {
        let repeated = piece(repetition, of: raw(field)[...], at: delimiters.repetition)
        let part = piece(component, of: repeated, at: delimiters.component)
        return delimiters.unescaped(piece(subcomponent, of: part, at: delimiters.subcomponent))
    }

    /// The text of a field that has no inner structure, such as ST or TX, where delimiters may stand by mistake.
    public func wholeText(_ field: Int) -> String { delimiters.unescaped(raw(field)) }

    /// Sets a field of components; texts are escaped.
    public mutating func set(_ field: Int, _ components: String...) {
        setRaw(field, components.map(delimiters.escaped).joined(separator: String(decoding: [delimiters.component], as: UTF8.self)))
    }

    /// Sets a field that is structured already: repetitions, subcomponents, an echo of what was received.
    public mutating func setRaw(_ field: Int, _ text: String) {
        while fields.count < field { fields.append("") }
        fields[field - 1] = text
    }

    /// The segment as it is sent, without its end; empty fields at the end are left out.
    public var encoded: String {
        let separator = String(decoding: [delimiters.field], as: UTF8.self)
        var kept = fields
        while kept.last == "" { kept.removeLast() }
        if name == "MSH" {
            kept = [delimiters.encodingCharacters] + kept.dropFirst(2)
        }
        return kept.isEmpty ? name : name + separator + kept.joined(separator: separator)
    }

    private func pieces(of text: String, at delimiter: UInt8) -> [String] {
        text.utf8.split(separator: delimiter, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    private func piece(_ number: Int, of text: Substring, at delimiter: UInt8) -> Substring {
        var rest = text
        for _ in 1..<max(number, 1) {
            guard let end = rest.utf8.firstIndex(of: delimiter) else { return "" }
            rest = rest[rest.utf8.index(after: end)...]
        }
        return rest.utf8.firstIndex(of: delimiter).map { rest[..<$0] } ?? rest
    }
}
