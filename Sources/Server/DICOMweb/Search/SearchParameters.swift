import Archive
import DICOM
import Foundation

/// The query of a search as the archive takes it (PS3.18 8.3.4, 10.6.1.2).
struct SearchParameters {
    /// How many results are given where the client sets no limit, and at the most.
    static let maximumResults = 5000

    private(set) var query: Query
    /// Those that are no attributes.
    private static let reserved: Set<String> = ["limit", "offset", "includefield", "fuzzymatching", "orderby", "search", "accept", "charset"]

    init(_ text: QueryString, level: Query.Level, within resource: Resource) throws {
        query = Query(level: level)
        query.isFuzzy = try text.bool("fuzzymatching") ?? false
        query.limit = min(try text.int("limit", in: 0...Int.max) ?? Self.maximumResults, Self.maximumResults)
        query.offset = try text.int("offset", in: 0...Int.max) ?? 0
        query.search = text["search"]
        query.order = try text.list("orderby").map(Self.order)
        query.returned = try Self.returned(text.list("includefield"), level)
        for parameter in text.parameters where !Self.reserved.contains(parameter.name) {
            try query.require(parameter.value, of: try Self.attributes(parameter.name), named: parameter.name)
        }
        if let study = resource.study { query.keys[.studyInstanceUID] = .values([study]) }
        if let series = resource.series { query.keys[.seriesInstanceUID] = .values([series]) }
    }

    /// `all` asks for whatever the index holds; names and tags for these attributes besides the usual ones.
    private static func returned(_ fields: [String], _ level: Query.Level) throws -> Query.Returned {
        // Of a path, the sequence is what is returned.
        var tags = Set(try fields.filter { $0 != "all" }.map { try attributes($0)[0] })
        // Required of instances by PS3.18 Table 10.6.3-5.
        if level == .instance { tags.insert(.bitsAllocated) }
        return fields.contains("all") ? .all(adding: tags) : .usual(adding: tags)
    }

    private static func order(_ field: String) throws -> Query.Order {
        let isDescending = field.hasPrefix("-")
        return Query.Order(try attributes(isDescending ? String(field.dropFirst()) : field)[0], descending: isDescending)
    }

    /// An attribute, or those of a path into sequences: `00080060`, `PatientName`, `RequestAttributesSequence.RequestedProcedureID`.
    static func attributes(_ name: String) throws -> [Tag] {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let tags = parts.compactMap { Tag(hex: $0) ?? Tag(keyword: $0) }
        guard tags.count == parts.count, let last = tags.last, !last.isGroupLength else {
            throw DICOMwebError(.badRequest, "“\(name)” is neither an attribute nor a parameter of a search")
        }
        guard tags.dropLast().allSatisfy({ DataDictionary.vr(of: $0) == .SQ }) else {
            throw DICOMwebError(.badRequest, "“\(name)” leads through an attribute that is no sequence")
        }
        return tags
    }
}

extension Query {
    /// Adds a matching key. An empty value and `*` match everything (PS3.4 C.2.2.2.3), and ask for the attribute to be returned.
    fileprivate mutating func require(_ text: String, of path: [Tag], named name: String) throws {
        let vr = DataDictionary.vr(of: path[path.count - 1]) ?? .UN
        if let fault = MatchingValue.fault(text, vr) { throw DICOMwebError(.badRequest, "\(name)=\(text): \(fault)") }
        let match = Match(MatchingValue.normal(text, vr), vr: vr)
        guard path.count > 1 else {
            if let match { keys[path[0]] = match } else { alsoReturn(path[0]) }
            return
        }
        guard let match else { return alsoReturn(path[0]) }
        keys[path[0]] = path.dropFirst().reversed().reduce(match) { Match.sequence([$1: $0]) }.merged(with: keys[path[0]])
    }

    private mutating func alsoReturn(_ tag: Tag) {
        switch returned {
        case .usual(let extra): returned = .usual(adding: extra.union([tag]))
        case .all(let extra): returned = .all(adding: extra.union([tag]))
        case .listed(let tags): returned = .listed(tags.union([tag]))
        }
    }
}

extension Match {
    /// Two keys below one sequence must hold in the same item.
    fileprivate func merged(with other: Match?) -> Match {
        guard case .sequence(let mine) = self, case .sequence(let theirs)? = other else { return self }
        return .sequence(mine.merging(theirs) { $0.merged(with: $1) })
    }
}
