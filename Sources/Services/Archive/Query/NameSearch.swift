import Database
import TextCoding

/// Finds persons by name: a literal part of the pattern narrows through the tokens, then each candidate is matched.
struct NameSearch {
    let pattern: String
    let isFuzzy: Bool

    /// Row ids of matching persons.
    func persons(in connection: any SQLConnection) throws -> [Int64] {
        let groups = pattern.split(separator: "=").map(String.init).filter { $0 != "*" && !$0.isEmpty }
        guard let narrowest = groups.max(by: { literal(of: $0).count < literal(of: $1).count }) else { return [] }
        let words = literal(of: narrowest)
        var found: [Int64] = []
        let body = { (row: SQLRow) -> Bool in
            let written = row.text(1).split(separator: "\n"), derived = row.text(2).split(separator: "\n")
            if groups.allSatisfy({ matches($0, written, derived) }) { found.append(row.int64(0)) }
            return true
        }
        if words.isEmpty {
            try connection.each("SELECT id, written, derived FROM person", [], body)
        } else {
            // As written, and with the blanks gone as pinyin is kept.
            let prefixes = Set([words, words.filter { $0 != " " }]).map { String($0.prefix(NameForms.tokenLength)) }
            let tokens = SQLCondition.any(prefixes.map { .hasPrefix("token", $0) })
            try connection.each(
                "SELECT id, written, derived FROM person WHERE id IN (SELECT person_id FROM person_token WHERE \(tokens.sql))",
                tokens.arguments, body)
        }
        return found
    }

    /// The longest run without wildcards, folded.
    private func literal(of group: String) -> String {
        group.split { $0 == "*" || $0 == "?" }.map { NameForms.fold(String($0)) }.max { $0.count < $1.count } ?? ""
    }

    private func matches(_ group: String, _ written: [Substring], _ derived: [Substring]) -> Bool {
        let folded = Glob(NameForms.fold(group))
        let compact = Glob(NameForms.fold(group).filter { $0 != " " })
        if written.contains(where: folded.matches) || derived.contains(where: compact.matches) { return true }
        guard isFuzzy else { return false }
        return written.contains { folded.matchesWordStart(of: $0) } || derived.contains { compact.matchesStart(of: $0) }
            || written.contains { form in form.unicodeScalars.contains { $0.properties.isIdeographic } && folded.occurs(in: form) }
            || derived.contains { compact.occurs(in: $0) }
    }
}

/// A pattern of literal characters, `*` and `?`.
struct Glob {
    private let pattern: [Character]

    init(_ pattern: String) { self.pattern = Array(pattern) }

    func matches(_ text: Substring) -> Bool { Self.match(pattern[...], Array(text)[...]) }

    func matchesStart(of text: Substring) -> Bool { Self.match(pattern + ["*"], Array(text)[...]) }

    func occurs(in text: Substring) -> Bool { Self.match(["*"] + pattern + ["*"], Array(text)[...]) }

    func matchesWordStart(of text: Substring) -> Bool {
        matchesStart(of: text) || Self.match(["*", " "] + pattern + ["*"], Array(text)[...])
    }

    /// Greedy with one point of return: linear in practice, never exponential.
    private static func match(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
        var p = pattern.startIndex, t = text.startIndex
        var star: (pattern: Int, text: Int)?
        while t < text.endIndex {
            if p < pattern.endIndex, pattern[p] == "*" {
                star = (p, t)
                p += 1
            } else if p < pattern.endIndex, pattern[p] == "?" || pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let back = star {
                star = (back.pattern, back.text + 1)
                p = back.pattern + 1
                t = back.text + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }

    private static func match(_ pattern: [Character], _ text: ArraySlice<Character>) -> Bool { match(pattern[...], text) }
}
