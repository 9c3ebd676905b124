import Foundation

/// The query of a URL: names and values in their order, a name as often as it comes (PS3.18 8.3.1).
struct QueryString: Sendable {
    struct Parameter: Sendable, Equatable {
        let name: String
        let value: String
    }

    let parameters: [Parameter]

    /// - Throws: `DICOMwebError` for a percent sign that no hexadecimal number follows, or bytes that are no UTF-8.
    init(_ query: String?) throws {
        parameters = try (query ?? "").split(separator: "&").map { pair in
            let equals = pair.firstIndex(of: "=")
            let name = try Self.decoded(pair[..<(equals ?? pair.endIndex)])
            return Parameter(name: name, value: try equals.map { try Self.decoded(pair[pair.index(after: $0)...]) } ?? "")
        }
    }

    /// The first value of a name.
    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// All values of a name, lists apart by commas cut.
    func list(_ name: String) -> [String] {
        parameters.filter { $0.name == name }.flatMap { $0.value.split(separator: ",").map { String($0.trimmed) } }
    }

    /// A whole number from `range`.
    func int(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let limits = range.upperBound == .max ? "from \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            throw DICOMwebError(.badRequest, "\(name) must be a whole number, \(limits); it is “\(text)”")
        }
        return number
    }

    func bool(_ name: String) throws -> Bool? {
        switch self[name]?.lowercased() {
        case nil: nil
        case "true": true
        case "false": false
        case let text?: throw DICOMwebError(.badRequest, "\(name) must be true or false; it is “\(text)”")
        }
    }

    /// Numbers apart by commas.
    func numbers(_ name: String) throws -> [Double]? {
        guard let text = self[name] else { return nil }
        return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let number = Double(part.trimmed), number.isFinite else {
                throw DICOMwebError(.badRequest, "\(name) must be numbers with commas between; it is “\(text)”")
            }
            return number
        }
    }

    /// A plus sign is a blank: that is how forms and most clients write it.
    private static func decoded(_ text: Substring) throws -> String {
        let blanks = text.contains("+") ? String(text.map { $0 == "+" ? " " : $0 }) : String(text)
        guard let decoded = blanks.removingPercentEncoding else {
            throw DICOMwebError(.badRequest, "“\(text)” in the query is not percent-encoded UTF-8")
        }
        return decoded
    }
}
