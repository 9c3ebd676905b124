/// All that one field declares, except its name: that is the property's, found by `FieldTable`.
public struct FieldSpec: Sendable {
    public var kind: FieldKind
    public var label: StaticString
    /// In place of the property's name in words.
    public var englishLabel: StaticString?
    public var isRequired = true
    public var isUnique = false
    /// Set when the record is made, never changed.
    public var isFixed = false
    /// Found by the list's search box, Chinese also by pinyin and its initials.
    public var isSearchable = false
    /// Shown only in part to those whom no policy lets see all of it.
    public var mask: Mask?
    /// Encrypted in the database; found by equality only.
    public var isSealed = false
    public var format: Format?
    public var initial: Value = .null
    /// Filled by the system's own logic, never by people: facts that a document keeps from elsewhere.
    public var isDerived = false
    /// What to write here, for whoever fills the form.
    public var hint: StaticString?
    /// The name under which older versions kept this field.
    public var formerName: String?

    init(_ kind: FieldKind, _ label: StaticString) {
        self.kind = kind
        self.label = label
    }

    /// Whether people write this field.
    public var isWritten: Bool { kind.isWritten && !isDerived }
}
