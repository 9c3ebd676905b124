import HL7

/// HL7 v2 over MLLP. What is received is answered by the application's own acknowledgement, in the order of arrival; what is
/// sent is followed by waiting for the acknowledgement that names its MSH-10.
package struct MLLPConversation: Conversation {
    private struct Outgoing {
        let ticket: Int
        let bytes: [UInt8]
        let controlID: String
    }

    /// How long an acknowledgement is waited for before the next message goes out, in milliseconds.
    private static let patience: Int64 = 15_000

    private var reader: MLLP.Reader
    private var nextTicket = 1
    private var waiting: [Outgoing] = []
    package private(set) var deadline: Int64?

    package init(messageLimit: Int = 64 << 20) { reader = MLLP.Reader(limit: messageLimit) }

    package mutating func receive(_ bytes: [UInt8], now: Int64) -> [ConversationStep] {
        var steps: [ConversationStep] = []
        for event in reader.read(bytes) {
            switch event {
            case .message(let message):
                if let step = acknowledged(message, now: now) {
                    steps += step
                } else {
                    steps.append(.received(message, ticket: nextTicket))
                    nextTicket += 1
                }
            case .cutShort(let message): steps.append(.incomplete(message, reason: "a message was cut short by the next one"))
            case .tooLong(let limit): steps.append(.noted("a message is longer than \(limit) bytes; it is not taken"))
            case .noise(let count): if count > 16 { steps.append(.noted("\(count) bytes outside of messages are ignored")) }
            }
        }
        return steps
    }

    /// Whether the message answers one of ours.
    private mutating func acknowledged(_ bytes: [UInt8], now: Int64) -> [ConversationStep]? {
        guard let first = waiting.first, let message = try? HL7Message(parsing: bytes), let answer = message["MSA"], answer.wholeText(2) == first.controlID
        else { return nil }
        waiting.removeFirst()
        let code = answer.text(1)
        let isTaken = ["AA", "CA"].contains(code)
        let outcome: ConversationStep = isTaken
            ? .delivered(ticket: first.ticket)
            : .undelivered(ticket: first.ticket, reason: "\(code) \(answer.wholeText(3))".trimmed)
        return [outcome] + sendNext(now: now)
    }

    package mutating func settle(_ ticket: Int, _ settlement: Settlement, now: Int64) -> [ConversationStep] {
        switch settlement {
        case .taken(let replies), .refused(let replies): replies.map { .send(MLLP.framed($0)) }
        }
    }

    package mutating func send(_ message: [UInt8], ticket: Int, now: Int64) -> [ConversationStep] {
        guard let controlID = (try? HL7Message(parsing: message))?.controlID else {
            return [.undelivered(ticket: ticket, reason: "what is to be sent is no HL7 message")]
        }
        waiting.append(Outgoing(ticket: ticket, bytes: message, controlID: controlID))
        return waiting.count == 1 ? sendNext(now: now) : []
    }

    private mutating func sendNext(now: Int64) -> [ConversationStep] {
        deadline = waiting.isEmpty ? nil : now + Self.patience
        return waiting.first.map { [.send(MLLP.framed($0.bytes))] } ?? []
    }

    package mutating func tick(now: Int64) -> [ConversationStep] {
        guard let due = deadline, now >= due, !waiting.isEmpty else { return [] }
        let ticket = waiting.removeFirst().ticket
        return [.undelivered(ticket: ticket, reason: "no acknowledgement for \(Self.patience / 1000) s")] + sendNext(now: now)
    }

    package mutating func close() -> [ConversationStep] {
        var steps: [ConversationStep] = waiting.map { .undelivered(ticket: $0.ticket, reason: "the connection ended") }
        waiting = []
        deadline = nil
        if reader.isInMessage, !reader.pending.isEmpty {
            steps.append(.incomplete(reader.pending, reason: "the connection ended in the middle of a message"))
        }
        return steps
    }
}
