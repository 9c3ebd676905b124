/// Names one component of a record: `OBR-3`, `O-4.3`. A path that cannot be read makes its profile unreadable.
public struct FieldPath: Sendable, Hashable, Codable {
    public let record: String
    public let field: Int
    public let component: Int

    public init?(_ text: String) {
        let halves = text.split(separator: "-", maxSplits: 1)
        guard halves.count == 2, (1...3).contains(halves[0].count), halves[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else { return nil }
        let numbers = halves[1].split(separator: ".").map { Int($0) }
        guard let field = numbers.first ?? nil, field >= 1, numbers.count <= 2, !numbers.contains(nil) else { return nil }
        record = String(halves[0])
        self.field = field
        component = numbers.count > 1 ? numbers[1]! : 1
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let path = FieldPath(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is no field such as OBR-3 or O-4.3")
        }
        self = path
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension FieldPath: CustomStringConvertible {
    public var description: String { component == 1 ? "\(record)-\(field)" : "\(record)-\(field).\(component)" }
}
