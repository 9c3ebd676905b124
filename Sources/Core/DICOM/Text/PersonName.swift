/// A person name (PS3.5 6.2.1): up to three groups of up to five components.
public struct PersonName: Hashable, Sendable {
    /// One spelling of the name.
    public struct Group: Hashable, Sendable {
        public let familyName: String
        public let givenName: String
        public let middleName: String
        public let prefix: String
        public let suffix: String

        init(_ text: Substring) {
            let components = text.split(separator: "^", maxSplits: 4, omittingEmptySubsequences: false).map {
                $0.trimmingSpaces
            }
            func component(_ number: Int) -> String { number < components.count ? components[number] : "" }
            familyName = component(0)
            givenName = component(1)
            middleName = component(2)
            prefix = component(3)
            suffix = component(4)
        }

        public var components: [String] { [familyName, givenName, middleName, prefix, suffix] }
        public var isEmpty: Bool { components.allSatisfy(\.isEmpty) }

        /// The components with carets between them, as far as there are any.
        public var text: String {
            let used = components.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
            return components.prefix(used).joined(separator: "^")
        }
    }

    public let alphabetic: Group
    public let ideographic: Group
    public let phonetic: Group

    public init(_ text: some StringProtocol) {
        let groups = Substring(text).split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        alphabetic = Group(!groups.isEmpty ? groups[0] : "")
        ideographic = Group(groups.count > 1 ? groups[1] : "")
        phonetic = Group(groups.count > 2 ? groups[2] : "")
    }

    /// The groups with equal signs between them, as far as there are any.
    public var text: String {
        let groups = [alphabetic, ideographic, phonetic]
        let used = groups.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
        return groups.prefix(used).map(\.text).joined(separator: "=")
    }

    /// As people read it: ideographs run together, others have spaces between them.
    public var formatted: String {
        if !ideographic.isEmpty { return Self.join(ideographic) }
        return Self.join(alphabetic.isEmpty ? phonetic : alphabetic)
    }

    private static func join(_ group: Group) -> String {
        let parts = group.components.filter { !$0.isEmpty }
        let isIdeographic = parts.allSatisfy { $0.unicodeScalars.allSatisfy { $0.properties.isIdeographic } }
        return parts.joined(separator: isIdeographic ? "" : " ")
    }
}
