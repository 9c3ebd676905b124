import HL7

/// Takes whatever protocol the first meaningful byte shows: VT is MLLP, ENQ is E1381, `H` is bare records. What is to be sent
/// before anything came waits.
package struct RecognisingConversation: Conversation {
    private enum State {
        case unknown
        case known(any Conversation)
    }

    private let frames: ASTMConversation
    private var state = State.unknown
    private var waiting: [(message: [UInt8], ticket: Int)] = []

    package init(frames: ASTMConversation = ASTMConversation()) {
        self.frames = frames
    }

    package mutating func receive(_ bytes: [UInt8], now: Int64) -> [ConversationStep] {
        guard case .unknown = state else { return within { $0.receive(bytes, now: now) } }
        for (i, byte) in bytes.enumerated() {
            switch byte {
            case MLLP.start: state = .known(MLLPConversation())
            case ASTMControl.enquiry, ASTMControl.startOfText where i + 1 < bytes.count && (0x30...0x37).contains(bytes[i + 1]): state = .known(frames)
            case UInt8(ascii: "H"): state = .known(RecordsConversation())
            default: continue
            }
            var steps = within { $0.receive(Array(bytes[i...]), now: now) }
            for entry in waiting { steps += within { $0.send(entry.message, ticket: entry.ticket, now: now) } }
            waiting = []
            return steps
        }
        return bytes.count > 16 ? [.noted("\(bytes.count) bytes of no known protocol are ignored")] : []
    }

    private mutating func within(_ body: (inout any Conversation) -> [ConversationStep]) -> [ConversationStep] {
        guard case .known(var conversation) = state else { return [] }
        state = .unknown
        let steps = body(&conversation)
        state = .known(conversation)
        return steps
    }

    package mutating func settle(_ ticket: Int, _ settlement: Settlement, now: Int64) -> [ConversationStep] {
        within { $0.settle(ticket, settlement, now: now) }
    }

    package mutating func send(_ message: [UInt8], ticket: Int, now: Int64) -> [ConversationStep] {
        if case .unknown = state {
            waiting.append((message, ticket))
            return []
        }
        return within { $0.send(message, ticket: ticket, now: now) }
    }

    package var deadline: Int64? {
        if case .known(let conversation) = state { return conversation.deadline }
        return nil
    }

    package mutating func tick(now: Int64) -> [ConversationStep] { within { $0.tick(now: now) } }

    package mutating func close() -> [ConversationStep] {
        let steps = within { $0.close() }
        defer { waiting = [] }
        return steps + waiting.map { .undelivered(ticket: $0.ticket, reason: "the connection ended") }
    }
}
