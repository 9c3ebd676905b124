/// What fields can be. `let reason = Field.text("转诊原因", max: 500)`
///
/// Every function is kept out of line: a thousand entities of declarations must compile in minutes.
public enum Field {
    @inline(never)
    public static func text(_ label: StaticString, max: Int = 100) -> Token<String> { Token(.text(max: max), label) }

    @inline(never)
    public static func longText(_ label: StaticString, max: Int = 4000) -> Token<String> { Token(.longText(max: max), label) }

    @inline(never)
    public static func integer(_ label: StaticString, in range: ClosedRange<Int> = -1_000_000_000...1_000_000_000) -> Token<Int> {
        Token(.integer(range), label)
    }

    @inline(never)
    public static func decimal(_ label: StaticString, digits: Int, in range: ClosedRange<Double> = -1e12...1e12) -> Token<Figure> {
        Token(.decimal(digits: digits, range), label)
    }

    @inline(never)
    public static func money(_ label: StaticString) -> Token<Money> { Token(.money, label) }

    @inline(never)
    public static func date(_ label: StaticString) -> Token<Day> { Token(.date, label) }

    @inline(never)
    public static func time(_ label: StaticString) -> Token<Moment> { Token(.time, label) }

    @inline(never)
    public static func flag(_ label: StaticString) -> Token<Bool> { Token(.flag, label) }

    @inline(never)
    public static func choice<C: Choice>(_ type: C.Type, _ label: StaticString) -> Token<C> {
        Token(.choice(FieldKind.options(of: type)), label)
    }

    @inline(never)
    public static func reference<E: Entity>(_ type: E.Type, _ label: StaticString) -> Token<Reference<E>> {
        Token(.reference(type), label)
    }

    @inline(never)
    public static func serial(_ label: StaticString, prefix: String) -> Token<String> { Token(.serial(prefix: prefix), label) }

    @inline(never)
    public static func state<C: Choice>(_ type: C.Type, _ label: StaticString) -> Token<C> {
        Token(.state(FieldKind.options(of: type)), label)
    }

    /// Worked out from the record whenever it is read.
    public static func computed<E: Entity, Held: FieldValue>(
        _ label: StaticString, _ body: @escaping @Sendable (Record<E>) -> Held
    ) -> Token<Held> {
        let plain = FieldSpec(.text(max: 0), label)
        return Token(.computed { body(Record<E>($0)).value(for: plain) }, label)
    }
}
