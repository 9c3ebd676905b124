import Synchronization

/// The fields of one entity with the names that their properties gave them, found once by reflection.
final class FieldTable<E: Entity>: Sendable {
    struct Entry: Sendable {
        let name: String
        let spec: FieldSpec
    }

    let prototype: E
    let entries: [Entry]
    private let places: [ObjectIdentifier: Int]

    private init() {
        let prototype = E()
        var entries: [Entry] = []
        var places: [ObjectIdentifier: Int] = [:]
        for child in Mirror(reflecting: prototype).children {
            guard let name = child.label, let token = child.value as? any AnyToken else { continue }
            places[ObjectIdentifier(token.mark)] = entries.count
            entries.append(Entry(name: name, spec: token.spec))
        }
        self.prototype = prototype
        self.entries = entries
        self.places = places
    }

    func entry<Held>(of path: KeyPath<E, Token<Held>>) -> Entry { entry(of: prototype[keyPath: path].mark) }

    /// The name of the field that a key path leads to.
    func name(of path: PartialKeyPath<E>) -> String {
        guard let token = prototype[keyPath: path] as? any AnyToken else { return "" }
        return entry(of: token.mark).name
    }

    /// A token that is no stored property has no entry: `static` and computed properties are not fields.
    private func entry(of mark: TokenMark) -> Entry {
        guard let place = places[ObjectIdentifier(mark)] else {
            preconditionFailure("\(E.self): a field must be a stored property of its entity")
        }
        return entries[place]
    }

    static var shared: FieldTable<E> {
        let key = ObjectIdentifier(E.self)
        if let known = FieldTables.known.withLock({ $0[key] }) as? FieldTable<E> { return known }
        // Made outside the lock: a prototype's fields may name other entities.
        let made = FieldTable<E>()
        return FieldTables.known.withLock { tables in
            if let known = tables[key] as? FieldTable<E> { return known }
            tables[key] = made
            return made
        }
    }
}

extension Entity {
    /// The name of the field that a key path leads to.
    public static func fieldName(_ path: PartialKeyPath<Self>) -> String { FieldTable<Self>.shared.name(of: path) }
}

private enum FieldTables {
    static let known = Mutex<[ObjectIdentifier: any Sendable]>([:])
}
