/// One annotation of a WFDB annotator's file, such as `100.atr`.
public struct WFDBAnnotation: Sendable, Equatable {
    /// In samples of the record.
    public var sample: Int
    /// `N`, `V`, `(`, `p` … as ecgcodes.h has them; the number of a code it has no sign for.
    public var symbol: String
    public var subtype: Int
    public var channel: Int
    public var number: Int
    public var text: String

    /// Reads the MIT format of annotation files (WFDB Applications Guide, annot(5)): words of 16 bits, six of them a code and ten
    /// the time since the last annotation.
    ///
    /// - Parameter sampleRate: of the record; times of a file that has a resolution of its own are converted to it.
    public static func read(_ bytes: [UInt8], sampleRate: Double) throws(RecordingError) -> [WFDBAnnotation] {
        var reader = ByteReader(bytes, .wfdb)
        var found: [WFDBAnnotation] = []
        var time = 0
        var channel = 0
        var number = 0
        while reader.remaining >= 2 {
            let word = try reader.u16("an annotation")
            let code = word >> 10
            let value = word & 0x3ff
            if word == 0 { break }
            switch Escape(rawValue: code) {
            case .skip:
                let high = try reader.u16("a long interval")
                let low = try reader.u16("a long interval")
                time &+= Int(Int32(truncatingIfNeeded: high << 16 | low))
            case .number:
                number = Int(Int8(truncatingIfNeeded: value))
                if !found.isEmpty { found[found.count - 1].number = number }
            case .subtype: if !found.isEmpty { found[found.count - 1].subtype = Int(Int8(truncatingIfNeeded: value)) }
            case .channel:
                channel = value & 0xff
                if !found.isEmpty { found[found.count - 1].channel = channel }
            case .text:
                let text = try reader.take(value, "the text of an annotation")
                if value % 2 == 1, reader.remaining > 0 { try reader.skip(1, "padding") }
                if !found.isEmpty { found[found.count - 1].text = String(decoding: text.prefix { $0 != 0 }, as: UTF8.self) }
            case nil:
                time &+= value
                let symbol = symbols[code] ?? String(code)
                found.append(WFDBAnnotation(sample: time, symbol: symbol, subtype: 0, channel: channel, number: number, text: ""))
            }
        }
        return found.atRate(sampleRate)
    }

    private enum Escape: Int {
        case skip = 59
        case number = 60
        case subtype = 61
        case channel = 62
        case text = 63
    }

    /// The signs of ecgcodes.h.
    private static let symbols: [Int: String] = [
        1: "N", 2: "L", 3: "R", 4: "a", 5: "V", 6: "F", 7: "J", 8: "A", 9: "S", 10: "E", 11: "j", 12: "/", 13: "Q", 14: "~", 16: "|",
        18: "s", 19: "T", 20: "*", 21: "D", 22: "\"", 23: "=", 24: "p", 25: "B", 26: "^", 27: "t", 28: "+", 29: "u", 30: "?", 31: "!",
        32: "[", 33: "]", 34: "e", 35: "n", 36: "@", 37: "x", 38: "f", 39: "(", 40: ")", 41: "r",
    ]
}

extension [WFDBAnnotation] {
    /// A note `## time resolution: 360` at time 0 says what the times count; it is left out of the annotations.
    fileprivate func atRate(_ sampleRate: Double) -> [WFDBAnnotation] {
        let mark = "## time resolution:"
        guard let note = first(where: { $0.sample == 0 && $0.text.hasPrefix(mark) }) else { return self }
        let others = filter { $0 != note }
        guard let resolution = Double(note.text.dropFirst(mark.count).trimmed), resolution > 0, resolution != sampleRate else { return others }
        return others.map {
            var annotation = $0
            annotation.sample = Int(exactly: (Double(annotation.sample) * sampleRate / resolution).rounded()) ?? 0
            return annotation
        }
    }
}
