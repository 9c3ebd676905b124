/// A declared field: the property of an entity that names it, types it and says what holds for it.
///
/// Fields are required until they are said to be `optional`. Each modifier returns a changed copy, so a declaration reads as
/// one sentence.
public struct Token<Held: FieldValue>: Sendable {
    public let spec: FieldSpec
    /// Tells this token from every other one of its entity.
    let mark: TokenMark

    @inline(never)
    init(_ kind: FieldKind, _ label: StaticString) {
        spec = FieldSpec(kind, label)
        mark = TokenMark()
    }

    private init(_ spec: FieldSpec) {
        self.spec = spec
        mark = TokenMark()
    }

    private func with(_ change: (inout FieldSpec) -> Void) -> Token {
        var spec = spec
        change(&spec)
        return Token(spec)
    }

    public var unique: Token { with { $0.isUnique = true } }
    public var fixed: Token { with { $0.isFixed = true } }
    public var searchable: Token { with { $0.isSearchable = true } }
    /// Encrypted at rest with a keyed index for equality (GB/T 22239-2019 8.1.4.8).
    public var sealed: Token { with { $0.isSealed = true } }
    public var derived: Token { with { $0.isDerived = true } }
    public func masked(_ mask: Mask) -> Token { with { $0.mask = mask } }
    public func english(_ label: StaticString) -> Token { with { $0.englishLabel = label } }
    public func hint(_ hint: StaticString) -> Token { with { $0.hint = hint } }
    public func formerly(_ name: String) -> Token { with { $0.formerName = name } }
    public func initially(_ value: Held) -> Token { with { $0.initial = value.value(for: $0) } }
    public func shaped(_ format: Format) -> Token { with { $0.format = format } }

    public var optional: Token<Held?> {
        var spec = spec
        spec.isRequired = false
        return Token<Held?>(spec)
    }
}

/// An identity and nothing else.
final class TokenMark: Sendable {}

/// A token whatever it holds, as reflection finds it.
protocol AnyToken: Sendable {
    var spec: FieldSpec { get }
    var mark: TokenMark { get }
}

extension Token: AnyToken {}
