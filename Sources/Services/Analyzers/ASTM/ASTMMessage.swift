import HL7

/// The delimiters that the header record of a message names: `H|\^&` (E1394-97 section 6.4, LIS2-A2).
struct ASTMDelimiters: Sendable, Hashable {
    let field: UInt8
    let repetition: UInt8
    let component: UInt8
    let escape: UInt8

    static let suggested = ASTMDelimiters(header: Array(#"H|\^&"#.utf8)[...])!

    /// - Parameter header: a record that begins with `H`.
    init?(header: ArraySlice<UInt8>) {
        let codes = Array(header.prefix(5))
        guard codes.count >= 4, codes[0] == UInt8(ascii: "H"), codes[1...].allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
        field = codes[1]
        repetition = codes[2]
        component = codes[3]
        // Some senders leave the escape delimiter out.
        escape = codes.count > 4 && codes[4] != codes[1] ? codes[4] : UInt8(ascii: "&")
        guard Set([field, repetition, component]).count == 3 else { return nil }
    }

    /// Undoes `&F&`, `&S&`, `&R&`, `&E&` and `&Xhh&` (section 6.6); anything else stays as it was sent.
    func unescaped(_ text: Substring) -> String {
        guard text.utf8.contains(escape) else { return String(text) }
        let bytes = Array(text.utf8)
        var plain: [UInt8] = []
        var i = 0
        while i < bytes.count {
            guard bytes[i] == escape, let end = bytes[(i + 1)...].firstIndex(of: escape), let meaning = meaning(of: bytes[(i + 1)..<end]) else {
                plain.append(bytes[i])
                i += 1
                continue
            }
            plain.append(meaning)
            i = end + 1
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private func meaning(of sequence: ArraySlice<UInt8>) -> UInt8? {
        switch String(decoding: sequence, as: UTF8.self) {
        case "F": field
        case "S": component
        case "R": repetition
        case "E": escape
        case let code where code.hasPrefix("X") && code.utf8.count == 3: UInt8(code.dropFirst(), radix: 16)
        default: nil
        }
    }

    func escaped(_ text: String) -> String {
        let special = [field, repetition, component, escape, 0x0d, 0x0a]
        guard text.utf8.contains(where: special.contains) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case field: bytes += [escape, UInt8(ascii: "F"), escape]
            case component: bytes += [escape, UInt8(ascii: "S"), escape]
            case repetition: bytes += [escape, UInt8(ascii: "R"), escape]
            case escape: bytes += [escape, UInt8(ascii: "E"), escape]
            case 0x0d, 0x0a: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// One record. Fields count from 1, which is the record type; so `R` field 4 is the value, as E1394 numbers them.
struct ASTMRecord: Sendable, Hashable {
    let delimiters: ASTMDelimiters
    private var fields: [String]

    init(line: Substring, delimiters: ASTMDelimiters) {
        self.delimiters = delimiters
        fields = line.utf8.split(separator: delimiters.field, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    /// - Parameter fields: as they are to be sent, the type first; inner texts are escaped already.
    init(_ fields: [String], delimiters: ASTMDelimiters = .suggested) {
        self.delimiters = delimiters
        self.fields = fields
    }

    /// `H`, `P`, `O`, `R`, `C`, `Q`, `M`, `S` or `L`; manufacturers' headers put nothing else before the first delimiter.
    var type: String { String((fields.first ?? "").prefix(1)) }

    func raw(_ field: Int) -> String { field >= 1 && field <= fields.count ? fields[field - 1] : "" }

    /// One component, escapes undone and padding off; empty where nothing was sent.
    func text(_ field: Int, component: Int = 1, repetition: Int = 1) -> String {
        let repeated = Self.piece(repetition, of: raw(field)[...], at: delimiters.repetition)
        return delimiters.unescaped(Self.piece(component, of: repeated, at: delimiters.component)).trimmed
    }

    /// All components of all repetitions of a field.
    func repetitions(_ field: Int) -> [[String]] {
        Self.pieces(of: raw(field)[...], at: delimiters.repetition).map { repeated in
            Self.pieces(of: repeated, at: delimiters.component).map { delimiters.unescaped($0).trimmed }
        }
    }

    private static func pieces(of text: Substring, at delimiter: UInt8) -> [Substring] {
        text.utf8.split(separator: delimiter, omittingEmptySubsequences: false).map { Substring($0) }
    }

    private static func piece(_ number: Int, of text: Substring, at delimiter: UInt8) -> Substring {
        let all = pieces(of: text, at: delimiter)
        return number <= all.count ? all[number - 1] : ""
    }

    var encoded: String { fields.joined(separator: String(decoding: [delimiters.field], as: UTF8.self)) }
}

/// The records from a header to its terminator.
struct ASTMMessage: Sendable, Hashable {
    var records: [ASTMRecord]
    var charset: HL7Charset
    /// Whether the terminator record came.
    let isEnded: Bool

    /// The messages in joined text. Text is decoded before anything is split: trail bytes of GBK can be delimiters.
    /// - Parameter bytes: frames' text or bare records; what stands before the first header is left out.
    static func messages(in bytes: [UInt8], charset override: HL7Charset? = nil) -> [ASTMMessage] {
        let (text, charset) = HL7Charset.decode(bytes, override: override)
        var messages: [ASTMMessage] = []
        var delimiters = ASTMDelimiters.suggested
        var records: [ASTMRecord] = []
        func finish(_ isEnded: Bool) {
            if !records.isEmpty { messages.append(ASTMMessage(records: records, charset: charset, isEnded: isEnded)) }
            records = []
        }
        for line in text.utf8.split(whereSeparator: { $0 == 0x0d || $0 == 0x0a }).map({ Substring($0) }) {
            if let header = ASTMDelimiters(header: ArraySlice(line.utf8)) {
                finish(false)
                delimiters = header
                records = [ASTMRecord(header: line, delimiters: header)]
            } else if !records.isEmpty {
                records.append(ASTMRecord(line: line, delimiters: delimiters))
                if line.utf8.first == UInt8(ascii: "L") { finish(true) }
            }
        }
        finish(false)
        return messages
    }

    func all(_ type: String) -> [ASTMRecord] { records.filter { $0.type == type } }

    var header: ASTMRecord { records[0] }

    /// The bytes to send, each record ended by CR.
    var encoded: [UInt8] { charset.encode(records.map { $0.encoded + "\r" }.joined()) }
}

extension ASTMRecord {
    /// A header: its second field is the delimiters themselves, whatever they would split.
    fileprivate init(header line: Substring, delimiters: ASTMDelimiters) {
        let parts = line.utf8.dropFirst(2).split(separator: delimiters.field, omittingEmptySubsequences: false).map { String(Substring($0)) }
        self.init(["H"] + parts, delimiters: delimiters)
    }
}

extension StringProtocol {
    /// Without spaces at either end: instruments pad numbers and ids.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
