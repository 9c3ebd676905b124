import ECG
import TextCoding

/// How the samples of one channel are written and what they mean.
struct MFERChannel {
    /// Of the samples (MWF_DTP).
    enum DataType: Int {
        case int16 = 0, unsigned16, int32, unsigned8, status16, int8, unsigned32, float32, float64

        var size: Int {
            switch self {
            case .unsigned8, .int8: 1
            case .int16, .unsigned16, .status16: 2
            case .int32, .unsigned32, .float32: 4
            case .float64: 8
            }
        }
    }

    /// One definition with its value read.
    struct Definition {
        fileprivate enum Content {
            case number(Int)
            case decimal(unit: Int, value: Double)
            case signed(Double)
            case lead(code: Int, label: String)
            case type(DataType)
            /// An empty value puts the default back.
            case nothing
        }

        fileprivate let tag: MFERTag
        fileprivate let content: Content

        init?(tag: MFERTag, value: ArraySlice<UInt8>, isBigEndian: Bool) {
            self.tag = tag
            guard !value.isEmpty else {
                content = .nothing
                return
            }
            switch tag {
            case .block, .sequences: content = .number(MFERChannel.unsigned(value, isBigEndian: isBigEndian))
            case .dataType:
                guard let type = DataType(rawValue: Int(value.first!)) else { return nil }
                content = .type(type)
            case .interval, .sensitivity:
                // A unit, the power of ten, and a whole number.
                let exponent = Int(Int8(bitPattern: value[value.startIndex + 1]))
                let mantissa = MFERChannel.signed(value.dropFirst(2), isBigEndian: isBigEndian)
                // A voltage is taken in microvolts at once, so that 2.5 µV stay 2.5.
                content = .decimal(unit: Int(value.first!), value: Double(mantissa) * MFERChannel.power(ofTen: exponent + (tag == .sensitivity ? 6 : 0)))
            case .lead:
                let label = value.count > 2 ? UndeclaredText.decode(value.dropFirst(2)).trimmed : ""
                content = .lead(code: MFERChannel.unsigned(value.prefix(2), isBigEndian: isBigEndian), label: label)
            default: content = .signed(Double(MFERChannel.signed(value, isBigEndian: isBigEndian)))
            }
        }
    }

    typealias Override = [MFERTag: Definition]

    var block = 1
    var sequences: Int?
    var type = DataType.int16
    /// Samples a second.
    var sampleRate = 1000.0
    /// Microvolts of a unit; nil where the channel is no voltage.
    var scale: Double? = 1
    var offset = 0.0
    var null: Double?
    var code = 0
    var label = ""

    mutating func apply(_ definition: Definition) {
        let standard = MFERChannel()
        switch (definition.tag, definition.content) {
        case (.block, .number(let number)): block = number
        case (.block, _): block = standard.block
        case (.sequences, .number(let number)): sequences = number
        case (.sequences, _): sequences = nil
        case (.dataType, .type(let type)): self.type = type
        case (.dataType, _): type = standard.type
        // Units of the interval: hertz, seconds.
        case (.interval, .decimal(let unit, let value)): sampleRate = unit == 0 ? value : value > 0 ? SampleInterval.rate(ofSeconds: value) : 0
        case (.interval, _): sampleRate = standard.sampleRate
        // Unit 0 is the volt.
        case (.sensitivity, .decimal(let unit, let value)): scale = unit == 0 ? value : nil
        case (.sensitivity, _): scale = standard.scale
        case (.offset, .signed(let value)): offset = value
        case (.offset, _): offset = 0
        case (.null, .signed(let value)): null = value
        case (.null, _): null = nil
        case (.lead, .lead(let code, let label)): (self.code, self.label) = (code, label)
        default: break
        }
    }

    /// Codes of leads are those of SCP-ECG.
    func name(number: Int) -> String {
        if !label.isEmpty { return LeadName.usual(label) }
        return code > 0 && code < 100 ? SCPLeads.name(code) : "channel \(number)"
    }

    static func unsigned(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> Int {
        let ordered = isBigEndian ? Array(bytes) : bytes.reversed()
        return ordered.suffix(7).reduce(0) { $0 << 8 | Int($1) }
    }

    static func signed(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> Int {
        let bits = min(bytes.count, 7) * 8
        let value = unsigned(bytes, isBigEndian: isBigEndian)
        return bits > 0 && value >> (bits - 1) & 1 == 1 ? value - 1 << bits : value
    }

    static func power(ofTen exponent: Int) -> Double {
        var power = 1.0
        for _ in 0..<min(abs(exponent), 18) { power *= 10 }
        return exponent < 0 ? 1 / power : power
    }
}
