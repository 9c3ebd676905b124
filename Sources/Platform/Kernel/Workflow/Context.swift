/// The world as the logic of a system sees it. The runtime implements it within one transaction; a test implements it in memory.
public protocol Context {
    var now: Moment { get }
    var viewer: Viewer { get }
    /// - Throws: `Objection` where there is no such record. Rights are not asked: this is the system itself that looks.
    func record<E: Entity>(_ reference: Reference<E>) throws -> Record<E>
    func records<E: Entity>(of type: E.Type, where filter: Filter, limit: Int) throws -> [Record<E>]
    /// Saves a record that the logic made or changed, with revision and audit.
    @discardableResult
    func save<E: Entity>(_ record: Record<E>) throws -> Record<E>
    /// Puts a message on people's desks, when the transaction holds.
    func tell(_ notice: Notice) throws
}

/// A message to whoever holds a duty at an organisation, or to one person.
public struct Notice: Sendable, Equatable {
    public enum Audience: Sendable, Equatable {
        case duty(String, organization: Int64)
        case account(String)
    }

    public let audience: Audience
    public let text: Phrase
    /// The record that it is about, by entity and number.
    public let entity: String
    public let record: Int64

    public init<E: Entity>(to audience: Audience, _ text: Phrase, about record: Record<E>) {
        self.audience = audience
        self.text = text
        entity = EntityShape.of(E.self).name
        self.record = record.id
    }

    public init(to audience: Audience, _ text: Phrase, entity: String, record: Int64) {
        (self.audience, self.text, self.entity, self.record) = (audience, text, entity, record)
    }
}

/// The same words in both languages.
public struct Phrase: Sendable, Hashable {
    public let chinese: String
    public let english: String

    public init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    public func text(in language: String) -> String { language == "en" ? english : chinese }
}

/// Why something cannot be done with a record, and which field is to blame.
public struct Objection: Error, Sendable, Equatable {
    public let field: String?
    public let text: Phrase

    public init(_ chinese: String, _ english: String, field: String? = nil) {
        text = Phrase(chinese, english)
        self.field = field
    }

    public init(_ text: Phrase, field: String? = nil) {
        self.text = text
        self.field = field
    }
}
