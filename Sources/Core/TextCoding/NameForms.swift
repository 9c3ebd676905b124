import Foundation
import Synchronization

/// The forms under which a person's name is found: as written, folded; and for Hanzi their pinyin and its initials.
///
/// `张^三` is found by `张`, `三`, `张三`, `zhang`, `zhangsan`, `san` and `zs`; `Müller^Jürgen` by `muller`, `jurgen` and `mj`.
public struct NameForms: Equatable, Sendable {
    /// Each component group as written: lower case, no diacritics, `^` and runs of blanks as one blank.
    public let written: [String]
    /// Of groups that hold Hanzi: pinyin without blanks, initials, and the Hanzi without blanks, as people type a whole name.
    /// Of the others: their words without blanks, and initials.
    public let derived: [String]

    /// - Parameter name: a PN value, component groups apart by `=` and components by `^`.
    public init(_ name: String) {
        var written: [String] = []
        var derived: [String] = []
        for group in name.split(separator: "=") {
            let folded = Self.fold(String(group))
            guard !folded.isEmpty else { continue }
            if !written.contains(folded) { written.append(folded) }
            let isHan = folded.unicodeScalars.contains { $0.properties.isIdeographic }
            let syllables = (isHan ? Self.pinyin(folded) : folded).split(separator: " ")
            var forms = [syllables.joined(), String(syllables.compactMap(\.first))]
            if isHan { forms.append(folded.filter { $0 != " " }) }
            for form in forms where !form.isEmpty && !derived.contains(form) { derived.append(form) }
        }
        self.written = written
        self.derived = derived
    }

    /// Every suffix of every form, cut to ``tokenLength`` characters: a prefix search over them finds a form's any part.
    public var tokens: Set<String> {
        var tokens: Set<String> = []
        for form in written + derived {
            var rest = Substring(form)
            while !rest.isEmpty {
                if rest.first != " " { tokens.insert(String(rest.prefix(Self.tokenLength))) }
                rest.removeFirst()
            }
        }
        return tokens
    }

    public static let tokenLength = 24

    /// Lower case without diacritics or full-width forms; `^` and blanks become one blank.
    public static func fold(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: Locale(identifier: "en_US_POSIX"))
            .split { $0 == "^" || $0.isWhitespace }
            .joined(separator: " ")
    }

    /// `张三` → `zhang san`. What is not Hanzi passes.
    static func pinyin(_ text: String) -> String {
        // One syllable at a time keeps syllables apart in names without blanks.
        var words: [String] = []
        for character in text {
            let isHan = character.unicodeScalars.contains { $0.properties.isIdeographic }
            if isHan {
                words.append(" " + (syllable(of: character)) + " ")
            } else {
                words.append(String(character))
            }
        }
        return fold(words.joined())
    }

    /// The transform takes some hundred microseconds a call; the characters that names and diagnoses are made of recur.
    private static func syllable(of character: Character) -> String {
        if let known = SyllableCache.known.withLock({ $0[character] }) { return known }
        let made = String(character).applyingTransform(.mandarinToLatin, reverse: false) ?? String(character)
        SyllableCache.known.withLock { $0[character] = made }
        return made
    }
}

/// Bounded by the number of Chinese characters there are.
private enum SyllableCache {
    static let known = Mutex<[Character: String]>([:])
}
