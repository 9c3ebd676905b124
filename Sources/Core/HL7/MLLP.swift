/// The minimal lower layer protocol: `<VT> message <FS><CR>` (HL7 v2.5.1 appendix C; IHE ITI TF-2 appendix C.2).
public enum MLLP {
    public static let start: UInt8 = 0x0b
    public static let end: UInt8 = 0x1c
    static let carriageReturn: UInt8 = 0x0d

    public static func framed(_ message: [UInt8]) -> [UInt8] { [start] + message + [end, carriageReturn] }

    /// What a stream of bytes turned out to hold.
    public enum Event: Sendable, Equatable {
        /// A whole message, without its framing.
        case message([UInt8])
        /// Bytes between messages that are no message: heartbeats (Mindray sends 02 every 3 s), line noise.
        case noise(Int)
        /// A message that a second start cut short.
        case cutShort([UInt8])
        /// A message beyond the limit; what follows until its end is thrown away.
        case tooLong(limit: Int)
    }

    /// Finds messages in a stream that arrives in pieces of any size.
    public struct Reader: Sendable {
        private var buffer: [UInt8] = []
        private var state = State.between
        private let limit: Int

        private enum State { case between, inMessage, afterEnd, skipping }

        /// - Parameter limit: the longest message that is kept, in bytes.
        public init(limit: Int = 64 << 20) { self.limit = limit }

        /// Whether a message has begun and not ended.
        public var isInMessage: Bool { state == .inMessage || state == .skipping }

        /// The bytes of the message that has begun.
        public var pending: [UInt8] { buffer }

        public mutating func read(_ bytes: some Sequence<UInt8>) -> [Event] {
            var events: [Event] = []
            var noise = 0
            for byte in bytes {
                switch (state, byte) {
                case (.between, MLLP.start), (.afterEnd, MLLP.start):
                    state = .inMessage
                case (.afterEnd, MLLP.carriageReturn):
                    state = .between
                case (.between, _), (.afterEnd, _):
                    state = .between
                    noise += 1
                case (.inMessage, MLLP.end):
                    events.append(.message(buffer))
                    buffer.removeAll()
                    state = .afterEnd
                case (.inMessage, MLLP.start):
                    events.append(.cutShort(buffer))
                    buffer.removeAll()
                case (.inMessage, _):
                    if buffer.count == limit {
                        events.append(.tooLong(limit: limit))
                        buffer = []
                        state = .skipping
                    } else {
                        buffer.append(byte)
                    }
                case (.skipping, MLLP.end):
                    state = .afterEnd
                case (.skipping, _):
                    break
                }
            }
            if noise > 0 { events.append(.noise(noise)) }
            return events
        }
    }
}
