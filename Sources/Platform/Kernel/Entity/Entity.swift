/// A kind of record, declared by its fields. Everything else a system needs of it is derived, or arranged by the other
/// declarations, each of which has a sensible default.
public protocol Entity: Sendable {
    init()
    /// What people call one of it: 转诊单.
    static var label: StaticString { get }
    /// The English of `label`; the type's name in words unless declared.
    static var englishLabel: String { get }
    /// The fields that name a record where another one refers to it; the first serial and texts unless declared.
    static var titles: [PartialKeyPath<Self>] { get }
    /// The columns of the list; the first eight that fit one unless declared.
    static var columns: [PartialKeyPath<Self>] { get }
    /// The form, in parts; one part with every field unless declared.
    static var sections: [Section<Self>] { get }
    /// Who may see, make and change records. Whatever no policy allows is refused.
    static var policies: [Policy<Self>] { get }
    /// What must hold between fields; the browser checks the same.
    static var rules: [Rule<Self>] { get }
    static var reports: [Report<Self>] { get }
    /// The sheets that a record is printed on.
    static var sheets: [Sheet<Self>] { get }
    /// Fills a new record with what follows from who makes it.
    static func prepare(_ record: inout Record<Self>, in context: any Context) throws
    /// What logic alone can decide before a record is saved; throws `Objection` where it must not be.
    static func settle(_ record: inout Record<Self>, in context: any Context) throws
}

extension Entity {
    public static var englishLabel: String { Words.title(of: Words.typeName(Self.self)) }
    public static var titles: [PartialKeyPath<Self>] { [] }
    public static var columns: [PartialKeyPath<Self>] { [] }
    public static var sections: [Section<Self>] { [] }
    public static var policies: [Policy<Self>] { [] }
    public static var rules: [Rule<Self>] { [] }
    public static var reports: [Report<Self>] { [] }
    public static var sheets: [Sheet<Self>] { [] }
    public static func prepare(_ record: inout Record<Self>, in context: any Context) throws {}
    public static func settle(_ record: inout Record<Self>, in context: any Context) throws {}
}

/// Names made from Swift's: `transferPlan` is `transfer_plan` in the database and “Transfer plan” in English.
package enum Words {
    static func typeName(_ type: Any.Type) -> String { String(describing: type).split(separator: ".").last.map(String.init) ?? "" }

    package static func snake(_ name: String) -> String { parts(of: name).joined(separator: "_") }

    static func title(of name: String) -> String {
        let words = parts(of: name)
        guard let first = words.first else { return "" }
        return ([first.prefix(1).uppercased() + first.dropFirst()] + words.dropFirst()).joined(separator: " ")
    }

    /// The words of a camel-case name in lower case; a run of capitals is one word.
    private static func parts(of name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasUpper = false
        for character in name {
            if character.isUppercase, !wasUpper, !word.isEmpty {
                words.append(word)
                word = ""
            }
            word += character.lowercased()
            wasUpper = character.isUppercase
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
