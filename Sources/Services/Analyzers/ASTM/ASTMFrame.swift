/// The characters that control an E1381 link (ASTM E1381-95 section 6, CLSI LIS1-A).
enum ASTMControl {
    static let startOfText: UInt8 = 0x02
    static let endOfText: UInt8 = 0x03
    static let endOfTransmission: UInt8 = 0x04
    static let enquiry: UInt8 = 0x05
    static let acknowledge: UInt8 = 0x06
    static let lineFeed: UInt8 = 0x0a
    static let carriageReturn: UInt8 = 0x0d
    static let refuse: UInt8 = 0x15
    static let endOfBlock: UInt8 = 0x17
}

/// One frame: `<STX> number text <ETX or ETB> checksum <CR><LF>` (E1381 section 6.3).
package struct ASTMFrame: Sendable, Equatable {
    /// 0 to 7.
    package let number: UInt8
    package let text: [UInt8]
    /// Whether it ends with ETX. Real instruments end whole records with ETB too, so it says nothing about records.
    package let isLast: Bool

    /// Text that a frame may hold (section 6.3.1.2). Real instruments send up to 26 KB in one; only what we send obeys.
    static let longestSentText = 240

    package init(number: UInt8, text: [UInt8], isLast: Bool) {
        self.number = number
        self.text = text
        self.isLast = isLast
    }

    package var encoded: [UInt8] {
        let body = [0x30 + number % 8] + text + [isLast ? ASTMControl.endOfText : ASTMControl.endOfBlock]
        return [ASTMControl.startOfText] + body + Self.checksum(body) + [ASTMControl.carriageReturn, ASTMControl.lineFeed]
    }

    /// The sum of all bytes from the frame number to ETX or ETB, modulo 256, as two hexadecimal digits (section 6.3.1.6).
    static func checksum(_ body: some Sequence<UInt8>) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        let sum = body.reduce(UInt8(0)) { $0 &+ $1 }
        return [digits[Int(sum >> 4)], digits[Int(sum & 15)]]
    }

    /// Frames of one message: a record a frame, longer ones in pieces of 240 of which all but the last end with ETB.
    package static func frames(of message: [UInt8]) -> [ASTMFrame] {
        var frames: [ASTMFrame] = []
        for record in message.split(separator: ASTMControl.carriageReturn) {
            let text = Array(record) + [ASTMControl.carriageReturn]
            for start in stride(from: 0, to: text.count, by: longestSentText) {
                let end = min(start + longestSentText, text.count)
                frames.append(ASTMFrame(number: UInt8((frames.count + 1) % 8), text: Array(text[start..<end]), isLast: end == text.count))
            }
        }
        return frames
    }
}

/// Finds frames in a stream that arrives in pieces of any size.
package struct ASTMFrameReader: Sendable {
    package enum Event: Sendable, Equatable {
        case frame(ASTMFrame)
        case badFrame(String)
        /// ENQ, EOT, ACK or NAK, outside of frames.
        case control(UInt8)
        /// So many bytes stood between frames and belonged to none.
        case noise(Int)
    }

    private enum State { case between, inFrame, firstDigit, secondDigit, trailer }

    private var state = State.between
    private var body: [UInt8] = []
    private var digits: [UInt8] = []
    private var noise = 0
    private let limit: Int

    /// - Parameter limit: the longest frame that is kept, in bytes.
    package init(limit: Int = 64 << 20) { self.limit = limit }

    /// Whether a frame is whole but for the CR LF that should follow: some instruments leave them out.
    package var isInTrailer: Bool { state == .trailer }

    package var isInFrame: Bool { state != .between }

    /// What has come of the frame that has begun, without its number.
    package var pending: [UInt8] { state == .between ? [] : Array(body.dropFirst()) }

    package mutating func read(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        for byte in bytes { read(byte, into: &events) }
        return events
    }

    /// Reads one byte. A reader of a link must stop where a message ends, which may be within what one read brought.
    mutating func read(_ byte: UInt8, into events: inout [Event]) {
        if state == .trailer {
            if byte == ASTMControl.carriageReturn { return }
            events.append(endOfFrame())
            if byte == ASTMControl.lineFeed { return }
        }
        switch state {
        case .between: readBetween(byte, &events)
        case .inFrame: readInFrame(byte, &events)
        case .firstDigit:
            digits = [byte]
            state = .secondDigit
        case .secondDigit, .trailer:
            digits.append(byte)
            state = .trailer
        }
    }

    private mutating func readBetween(_ byte: UInt8, _ events: inout [Event]) {
        switch byte {
        case ASTMControl.startOfText:
            tellNoise(&events)
            state = .inFrame
            body = []
        case ASTMControl.enquiry, ASTMControl.endOfTransmission, ASTMControl.acknowledge, ASTMControl.refuse:
            tellNoise(&events)
            events.append(.control(byte))
        case ASTMControl.carriageReturn where noise == 0, ASTMControl.lineFeed where noise == 0:
            break
        default:
            noise += 1
        }
    }

    private mutating func tellNoise(_ events: inout [Event]) {
        if noise > 0 { events.append(.noise(noise)) }
        noise = 0
    }

    private mutating func readInFrame(_ byte: UInt8, _ events: inout [Event]) {
        switch byte {
        case ASTMControl.startOfText:
            events.append(.badFrame("a frame began inside another"))
            body = []
        case ASTMControl.endOfText, ASTMControl.endOfBlock:
            body.append(byte)
            state = .firstDigit
        case ASTMControl.enquiry, ASTMControl.endOfTransmission:
            // Neither may stand in text (section 6.3.2): the sender gave up in the middle of a frame.
            events += [.badFrame("a frame was not ended"), .control(byte)]
            state = .between
        default:
            guard body.count < limit else {
                events.append(.badFrame("a frame is longer than \(limit) bytes"))
                state = .between
                return
            }
            body.append(byte)
        }
    }

    /// Ends a frame whose trailer does not come.
    package mutating func endOfFrame() -> Event {
        state = .between
        let expected = ASTMFrame.checksum(body)
        guard digits.map(Self.upperCased) == expected else {
            let sent = String(decoding: digits, as: UTF8.self)
            return .badFrame("checksum \(sent) is sent, \(String(decoding: expected, as: UTF8.self)) is right")
        }
        guard let number = body.first, (0x30...0x37).contains(number), let end = body.last else {
            return .badFrame("the frame number is not 0 to 7")
        }
        return .frame(ASTMFrame(number: number - 0x30, text: Array(body.dropFirst().dropLast()), isLast: end == ASTMControl.endOfText))
    }

    private static func upperCased(_ byte: UInt8) -> UInt8 { (0x61...0x66).contains(byte) ? byte - 0x20 : byte }
}
