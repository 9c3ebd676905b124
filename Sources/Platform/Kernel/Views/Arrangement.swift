/// A part of a form with a heading of its own.
public struct Section<E: Entity>: Sendable {
    let shape: SectionShape

    public init(_ label: StaticString, _ english: String, _ fields: PartialKeyPath<E>...) {
        shape = SectionShape(label: label.description, englishLabel: english, fields: fields.map(FieldTable<E>.shared.name(of:)))
    }
}

public struct SectionShape: Sendable {
    public let label: String
    public let englishLabel: String
    public let fields: [String]
}

/// A question about many records: how many, or how much, by what, over which time.
public struct Report<E: Entity>: Sendable {
    let shape: ReportShape

    /// - Parameters:
    ///   - groups: one or two fields that divide the rows.
    ///   - time: the date or time by which a period is chosen; when the record was made unless given.
    ///   - sum: a number field to add up; rows are counted unless given.
    public init(
        _ name: String, _ label: StaticString, _ english: String, by groups: PartialKeyPath<E>..., over time: PartialKeyPath<E>? = nil,
        sum: PartialKeyPath<E>? = nil, monthly: Bool = false
    ) {
        let table = FieldTable<E>.shared
        shape = ReportShape(
            name: name, label: label.description, englishLabel: english, groups: groups.map(table.name(of:)),
            time: time.map(table.name(of:)) ?? SystemField.createdAt.rawValue, sum: sum.map(table.name(of:)), isMonthly: monthly)
    }
}

public struct ReportShape: Sendable {
    public let name: String
    public let label: String
    public let englishLabel: String
    public let groups: [String]
    public let time: String
    public let sum: String?
    /// Divided by month as well.
    public let isMonthly: Bool
}

/// A printed form of a record.
public struct Sheet<E: Entity>: Sendable {
    let shape: SheetShape

    /// - Parameters:
    ///   - sections: what stands on it; the form's sections unless given.
    ///   - signatures: lines at the foot to be signed by hand.
    public init(
        _ name: String, _ title: StaticString, _ english: String, sections: [Section<E>] = [], signatures: [Phrase] = [], code: PartialKeyPath<E>? = nil
    ) {
        shape = SheetShape(
            name: name, title: Phrase(title.description, english), sections: sections.map(\.shape), signatures: signatures,
            code: code.map(FieldTable<E>.shared.name(of:)))
    }
}

public struct SheetShape: Sendable {
    public let name: String
    public let title: Phrase
    public let sections: [SectionShape]
    public let signatures: [Phrase]
    /// The field that is printed as a bar code.
    public let code: String?
}
