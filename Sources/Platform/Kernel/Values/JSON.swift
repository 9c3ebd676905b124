/// A JSON value whose shape only the declarations know.
public enum JSON: Sendable, Equatable, Codable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() { self = .null }
        else if let value = try? container.decode(Bool.self) { self = .bool(value) }
        else if let value = try? container.decode(Int64.self) { self = .integer(value) }
        else if let value = try? container.decode(Double.self) { self = .number(value) }
        else if let value = try? container.decode(String.self) { self = .string(value) }
        else if let value = try? container.decode([JSON].self) { self = .array(value) }
        else { self = .object(try container.decode([String: JSON].self)) }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    public init(_ text: String?) { self = text.map(JSON.string) ?? .null }
}

extension FieldSpec {
    /// The value as interfaces carry it: decimals and money as text, times in ISO 8601, truth values as such.
    public func json(of value: Value) -> JSON {
        switch (kind, value) {
        case (_, .null): .null
        case (.flag, .integer(let number)): .bool(number == 1)
        case (.decimal, .integer(let scaled)), (.money, .integer(let scaled)): .string(Scaled.text(scaled, digits: kind.digits))
        case (.time, .integer(let milliseconds)): .string(Moment(milliseconds: milliseconds).iso8601)
        case (_, .integer(let number)): .integer(number)
        case (_, .text(let text)): .string(text)
        }
    }

    /// Reads what an interface carried. Blank text is nothing; a number may come as text, as forms and sheets send it.
    /// - Returns: nil where it cannot be a value of this field.
    public func value(of json: JSON) -> Value? {
        switch json {
        case .null: .null
        case .string(let text): value(ofText: text)
        case .bool(let truth): if case .flag = kind { .integer(truth ? 1 : 0) } else { nil }
        case .integer(let number): value(ofText: String(number))
        case .number(let number): value(ofText: String(number))
        case .array, .object: nil
        }
    }

    private func value(ofText raw: String) -> Value? {
        let text = raw.trimmingBlanks
        if text.isEmpty { return .null }
        switch kind {
        case .integer, .reference: return Int64(text).map(Value.integer)
        case .decimal, .money: return Scaled.value(text, digits: kind.digits).map(Value.integer)
        case .flag: return ["1": 1, "0": 0, "true": 1, "false": 0, "是": 1, "否": 0][text].map(Value.integer)
        case .date: return Day(text).map { .text($0.description) }
        case .time: return Moment(iso8601: text).map { .integer($0.milliseconds) }
        case .choice(let options): return .text(options.first { $0.label == text }?.code ?? text)
        case .longText: return .text(raw)
        default: return .text(text)
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var part = self[...]
        while part.first?.isWhitespace == true { part.removeFirst() }
        while part.last?.isWhitespace == true { part.removeLast() }
        return String(part)
    }
}
