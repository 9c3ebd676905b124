/// What a client takes, by its own preference: the Accept header (RFC 9110 12.5.1) or the query parameter that stands in for it
/// (PS3.18 8.3.3.1).
package struct Accept: Sendable {
    package struct Range: Sendable {
        package let type: MediaType
        /// 0 … 1000; 0 refuses.
        package let quality: Int
    }

    /// In the order given.
    package let ranges: [Range]

    /// Everything is welcome where nothing is said. Entries that cannot be read are passed over: another one may do.
    package init(_ header: String?) {
        guard let header, !header.allSatisfy(\.isWhitespace) else {
            ranges = [Range(type: MediaType("*", "*"), quality: 1000)]
            return
        }
        var ranges: [Range] = []
        var rest = header[...]
        while !rest.isEmpty {
            let end = rest.unquotedIndex(of: ",") ?? rest.endIndex
            if let range = Self.range(rest[..<end].trimmed) { ranges.append(range) }
            rest = end == rest.endIndex ? "" : rest[rest.index(after: end)...]
        }
        self.ranges = ranges
    }

    private static func range(_ text: Substring) -> Range? {
        guard var type = MediaType(text) else { return nil }
        let quality = type["q"].map { Double($0).map { min(max($0, 0), 1) } ?? 0 } ?? 1
        type["q"] = nil
        return Range(type: type, quality: Int((quality * 1000).rounded()))
    }

    /// The representation that the client likes best.
    ///
    /// - Parameter candidates: what can be made for a range, in the server's own order of preference.
    /// - Returns: nil where nothing that can be made is accepted: 406.
    package func choose<Representation>(
        mediaType: (Representation) -> MediaType, from candidates: (MediaType) throws -> [Representation]
    ) rethrows -> Representation? {
        var best: (representation: Representation, quality: Int)?
        for range in ranges where range.quality > (best?.quality ?? 0) {
            for candidate in try candidates(range.type) {
                let quality = quality(of: mediaType(candidate))
                if quality > (best?.quality ?? 0) { best = (candidate, quality) }
            }
        }
        return best?.representation
    }

    /// How much a media type is liked: the most specific range that covers it decides.
    private func quality(of type: MediaType) -> Int {
        ranges.filter { $0.type.covers(type) }.max { $0.type.specificity < $1.type.specificity }?.quality ?? 0
    }
}

extension MediaType {
    /// Whether this range takes in a media type. A parameter of the range counts only where the type has it too.
    package func covers(_ other: MediaType) -> Bool {
        guard type == "*" || type == other.type, subtype == "*" || subtype == other.subtype else { return false }
        return parameters.allSatisfy { name, value in
            guard let own = other[name] else { return true }
            return value == "*" || value.lowercased() == own.lowercased()
        }
    }

    /// The more a range says, the more it counts (RFC 9110 12.5.1).
    fileprivate var specificity: Int { (type == "*" ? 0 : 100) + (subtype == "*" ? 0 : 100) + parameters.count }
}
