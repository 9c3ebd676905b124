/// What must hold between the fields of one record. A value rather than a function, so that the browser can check it too.
public struct Rule<E: Entity>: Sendable {
    let shape: RuleShape

    private init(_ kind: RuleShape.Kind, _ text: Phrase) { shape = RuleShape(kind: kind, text: text) }

    /// The two fields must not hold the same.
    public static func differs(_ field: PartialKeyPath<E>, _ other: PartialKeyPath<E>, _ text: Phrase) -> Rule {
        Rule(.differs(name(field), name(other)), text)
    }

    /// The first must not lie after the second, where both are filled.
    public static func inOrder(_ earlier: PartialKeyPath<E>, _ later: PartialKeyPath<E>, _ text: Phrase) -> Rule {
        Rule(.inOrder(name(earlier), name(later)), text)
    }

    /// A field that becomes required when another holds this value.
    public static func needed<Held: FieldValue>(_ field: PartialKeyPath<E>, when other: KeyPath<E, Token<Held>>, is value: Held, _ text: Phrase) -> Rule {
        let entry = FieldTable<E>.shared.entry(of: other)
        return Rule(.needed(name(field), when: entry.name, is: value.value(for: entry.spec)), text)
    }

    private static func name(_ path: PartialKeyPath<E>) -> String { FieldTable<E>.shared.name(of: path) }
}

public struct RuleShape: Sendable {
    public enum Kind: Sendable {
        case differs(String, String)
        case inOrder(String, String)
        case needed(String, when: String, is: Value)
    }

    public let kind: Kind
    public let text: Phrase

    /// The field beside which the words stand.
    public var field: String {
        switch kind {
        case .differs(let field, _), .needed(let field, _, _): field
        case .inOrder(_, let later): later
        }
    }

    func holds(for row: Row) -> Bool {
        switch kind {
        case .differs(let field, let other): row[field].isNull || row[field] != row[other]
        case .inOrder(let earlier, let later): row[earlier].isNull || row[later].isNull || row[earlier] <= row[later]
        case .needed(let field, let other, let value): row[other] != value || !row[field].isBlank
        }
    }
}
