/// A label in the two languages of the product; Chinese comes first wherever both are shown.
public struct Caption: Sendable, Hashable {
    public var chinese: String
    public var english: String

    public init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// A label that is the same in both: a parameter's or an instrument's own name.
    public init(_ same: String) {
        self.init(same, same)
    }
}
