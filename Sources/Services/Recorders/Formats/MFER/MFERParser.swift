import ECG

/// Medical waveform Format Encoding Rules (ISO 22077-1): definitions by tag, length and value, in force until they are made anew,
/// and frames of waves between them.
enum MFERParser: RecordingParser {
    static let format = RecordingFormat.mfer

    /// The preamble `MFR `, or a chain of definitions that make sense.
    static func recognises(_ source: RecordingSource) -> Bool {
        let bytes = source.bytes
        if bytes.count > 6, bytes[0] == MFERTag.preamble.rawValue, bytes.starts(withASCII: "MFR ", at: 2) { return true }
        var items = MFERItems(bytes[...])
        var seen: Set<MFERTag> = []
        for _ in 0..<16 {
            guard let item = try? items.next(), let tag = item.tag, tag.fits(item.value.count) else { break }
            seen.insert(tag)
            if tag == .waves { break }
        }
        return seen.count >= 4 && seen.contains(.interval) && !seen.isDisjoint(with: [.block, .channels, .sequences])
    }

    static func read(_ source: RecordingSource) throws(RecordingError) -> Reading {
        var reader = MFERReader()
        try reader.read(source.bytes[...], channel: nil)
        return try reader.reading()
    }
}

/// Tags (ISO 22077-1, table of tags).
enum MFERTag: Int {
    case byteOrder = 0x01, version = 0x02, textCoding = 0x03, block = 0x04, channels = 0x05, sequences = 0x06, pointer = 0x07
    case waveType = 0x08, lead = 0x09, dataType = 0x0a, interval = 0x0b, sensitivity = 0x0c, offset = 0x0d, compression = 0x0e
    case interpolation = 0x0f, filter = 0x11, null = 0x12, information = 0x15, note = 0x16, manufacturer = 0x17, waves = 0x1e, channel = 0x3f
    case preamble = 0x40, event = 0x41, value = 0x42, skew = 0x43, condition = 0x44, group = 0x67, end = 0x80, patientName = 0x81, patientID = 0x82
    case age = 0x83, sex = 0x84, time = 0x85, message = 0x86, uid = 0x87, map = 0x88

    /// Whether a value of so many bytes can belong to it.
    func fits(_ count: Int) -> Bool {
        switch self {
        case .byteOrder, .dataType, .sex: count <= 1
        case .block, .channels, .sequences: count <= 4
        case .interval, .sensitivity: count == 0 || (3...10).contains(count)
        default: true
        }
    }
}

/// Definitions one after another, in a file or inside another definition.
struct MFERItems {
    struct Item {
        /// nil for a tag that the standard does not have.
        let tag: MFERTag?
        /// Of a definition for one channel, counted from 0.
        let channel: Int
        let value: ArraySlice<UInt8>
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    private func failure(_ message: String) -> RecordingError { RecordingError(.mfer, .offset(position), message) }

    private mutating func byte(_ what: String) throws(RecordingError) -> Int {
        guard position < bytes.endIndex else { throw failure("the file ends within \(what)") }
        defer { position += 1 }
        return Int(bytes[position])
    }

    /// nil at the end.
    mutating func next() throws(RecordingError) -> Item? {
        while position < bytes.endIndex, bytes[position] == 0 { position += 1 }
        guard position < bytes.endIndex else { return nil }
        let number = try byte("a tag")
        let tag = MFERTag(rawValue: number)
        if tag == .end { return nil }
        var channel = 0
        if tag == .channel {
            // Seven bits a byte; the highest says that another follows.
            var part = 0x80
            while part & 0x80 != 0 {
                part = try byte("a channel number")
                channel = channel << 7 | part & 0x7f
                guard channel < 1 << 20 else { throw failure("the channel number is too high") }
            }
        }
        let length = try length()
        guard length <= bytes.endIndex - position else { throw failure("tag \(number) has \(length) bytes, but only \(bytes.endIndex - position) are left") }
        defer { position += length }
        return Item(tag: tag, channel: channel, value: bytes[position..<position + length])
    }

    /// Up to 127 in one byte; else the number of bytes that hold it, most significant first.
    private mutating func length() throws(RecordingError) -> Int {
        let first = try byte("a length")
        guard first >= 0x80 else { return first }
        guard first > 0x80, first <= 0x84 else { throw failure("lengths without end or of \(first & 0x7f) bytes are not supported") }
        var length = 0
        for _ in 0..<(first & 0x7f) { length = length << 8 | (try byte("a length")) }
        return length
    }
}
