import HL7

/// Messages found in bytes of unknown kind: a capture of a line, a file of a watched folder, what someone pasted.
public struct Capture: Sendable {
    public struct Found: Sendable, Equatable {
        public let language: InstrumentProfile.Language
        /// One message without its framing; a CSV file is one.
        public let bytes: [UInt8]
    }

    public private(set) var messages: [Found] = []
    /// What was wrong on the way: checksums, messages cut short.
    public private(set) var faults: [String] = []

    /// Recognises framing and language by content: MLLP, E1381 frames, bare HL7 or ASTM records, else CSV.
    public init(_ bytes: [UInt8]) {
        let start = bytes.firstIndex { $0 != 0x0d && $0 != 0x0a && $0 != 0x20 } ?? bytes.endIndex
        let text = Self.withoutByteOrderMark(bytes[start...])
        if Self.isMLLP(text) {
            readMLLP(text)
        } else if let first = text.first, [ASTMControl.startOfText, ASTMControl.enquiry, ASTMControl.endOfTransmission].contains(first) {
            readFrames(text)
        } else if text.starts(with: Array("MSH".utf8)) || text.starts(with: Array("FHS".utf8)) || text.starts(with: Array("BHS".utf8)) {
            readHL7(text)
        } else if ASTMDelimiters(header: text) != nil {
            readRecords(Array(text))
        } else if text.starts(with: [0x89, 0x50, 0x4e, 0x47]) || text.starts(with: Array("BM".utf8)) && !text.prefix(64).allSatisfy({ $0 >= 0x20 }) {
            messages = [Found(language: .image, bytes: Array(text))]
        } else if !text.isEmpty {
            messages = [Found(language: .csv, bytes: Array(text))]
        }
    }

    private static func withoutByteOrderMark(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes
    }

    /// A start block with a header behind it; heartbeats of 02 may stand before the first.
    private static func isMLLP(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let start = bytes.prefix(4096).firstIndex(of: MLLP.start) else { return false }
        return bytes[..<start].allSatisfy { $0 < 0x20 } && !bytes[..<start].contains(ASTMControl.enquiry)
    }

    private mutating func readMLLP(_ bytes: ArraySlice<UInt8>) {
        var reader = MLLP.Reader()
        for event in reader.read(bytes) {
            switch event {
            case .message(let message): readHL7(message[...])
            case .cutShort: faults.append("a message was cut short by the next one")
            case .tooLong(let limit): faults.append("a message is longer than \(limit) bytes")
            case .noise: break
            }
        }
        guard reader.isInMessage else { return }
        faults.append("the last message is cut short")
        readHL7(reader.pending[...])
    }

    /// Frames in whatever order they were numbered; those with a wrong checksum are left out and told.
    private mutating func readFrames(_ bytes: ArraySlice<UInt8>) {
        var reader = ASTMFrameReader()
        var text: [UInt8] = []
        var last: ASTMFrame?
        var events = reader.read(Array(bytes))
        if reader.isInTrailer { events.append(reader.endOfFrame()) }
        for event in events {
            switch event {
            case .frame(let frame):
                if frame != last { text += frame.text }
                last = frame
            case .badFrame(let reason): faults.append("after frame \(last.map { String($0.number) } ?? "0"): \(reason)")
            case .control(ASTMControl.enquiry):
                readRecords(text)
                text = []
                last = nil
            case .control, .noise: break
            }
        }
        if reader.isInFrame { faults.append("the last frame is cut short") }
        readRecords(text)
    }

    /// One entry a header record.
    private mutating func readRecords(_ bytes: [UInt8]) {
        var current: [UInt8] = []
        for line in bytes.split(whereSeparator: { $0 == ASTMControl.carriageReturn || $0 == ASTMControl.lineFeed }) {
            if ASTMDelimiters(header: line) != nil, !current.isEmpty {
                messages.append(Found(language: .astm, bytes: current))
                current = []
            }
            current += line + [ASTMControl.carriageReturn]
        }
        if !current.isEmpty { messages.append(Found(language: .astm, bytes: current)) }
    }

    /// One entry an MSH segment; file and batch headers and trailers (section 2.10.3) frame messages and are none.
    private mutating func readHL7(_ bytes: ArraySlice<UInt8>) {
        var current: [UInt8] = []
        for line in bytes.split(whereSeparator: { $0 == 0x0d || $0 == 0x0a || $0 == MLLP.start || $0 == MLLP.end }) {
            let name = String(decoding: line.prefix(3), as: UTF8.self)
            if name == "MSH", !current.isEmpty {
                messages.append(Found(language: .hl7, bytes: current))
                current = []
            }
            if !["FHS", "BHS", "BTS", "FTS"].contains(name) { current += line + [0x0d] }
        }
        if !current.isEmpty { messages.append(Found(language: .hl7, bytes: current)) }
    }
}
