/// What a field holds, with what belongs to that kind alone.
public enum FieldKind: Sendable {
    case text(max: Int)
    case longText(max: Int)
    case integer(ClosedRange<Int>)
    /// A decimal number with this many digits after the point.
    case decimal(digits: Int, ClosedRange<Double>)
    case money
    case date
    case time
    case flag
    case choice([Option])
    /// Another record, by the type of its entity.
    case reference(any Entity.Type)
    /// A running number that the runtime gives once: prefix, day, count.
    case serial(prefix: String)
    case state([Option])
    /// Worked out from other fields whenever it is read; never stored.
    case computed(@Sendable (Row) -> Value)

    /// One of the words that a choice or a state can be.
    public struct Option: Sendable, Equatable {
        public let code: String
        public let label: String

        public init(code: String, label: String) {
            self.code = code
            self.label = label
        }
    }

    static func options<C: Choice>(of type: C.Type) -> [Option] {
        C.allCases.map { Option(code: $0.rawValue, label: $0.label.description) }
    }

    public var options: [Option] {
        switch self {
        case .choice(let options), .state(let options): options
        default: []
        }
    }

    var digits: Int {
        switch self {
        case .decimal(let digits, _): digits
        case .money: 2
        default: 0
        }
    }

    /// The kind's name in interfaces.
    public var name: String {
        switch self {
        case .text: "text"
        case .longText: "longText"
        case .integer: "integer"
        case .decimal: "decimal"
        case .money: "money"
        case .date: "date"
        case .time: "time"
        case .flag: "flag"
        case .choice: "choice"
        case .reference: "reference"
        case .serial: "serial"
        case .state: "state"
        case .computed: "computed"
        }
    }

    /// Whether values of this kind are a column of the entity's table.
    public var isStored: Bool {
        if case .computed = self { return false }
        return true
    }

    /// Whether a stored value is a number in the database.
    public var isNumber: Bool {
        switch self {
        case .integer, .decimal, .money, .time, .flag, .reference: true
        default: false
        }
    }

    /// Whether people write this field; the runtime writes the others.
    public var isWritten: Bool {
        switch self {
        case .serial, .state, .computed: false
        default: true
        }
    }

    public var target: (any Entity.Type)? {
        if case .reference(let type) = self { return type }
        return nil
    }
}
