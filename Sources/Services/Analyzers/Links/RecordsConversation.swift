/// Bare E1394 records over TCP, each ended by CR, without E1381: nothing acknowledges them. A message runs from its header
/// to its terminator record.
package struct RecordsConversation: Conversation {
    /// A message that stops is given up after this time, in milliseconds.
    private static let patience: Int64 = 60_000

    private let limit: Int
    private var message: [UInt8] = []
    private var line: [UInt8] = []
    private var nextTicket = 1
    package private(set) var deadline: Int64?

    package init(messageLimit: Int = 64 << 20) { limit = messageLimit }

    package mutating func receive(_ bytes: [UInt8], now: Int64) -> [ConversationStep] {
        var steps: [ConversationStep] = []
        for byte in bytes {
            guard byte == ASTMControl.carriageReturn || byte == ASTMControl.lineFeed else {
                line.append(byte)
                if message.count + line.count > limit {
                    steps.append(.noted("a message is longer than \(limit) bytes; it is not taken"))
                    message = []
                    line = []
                }
                continue
            }
            if !line.isEmpty { steps += endLine() }
        }
        deadline = message.isEmpty && line.isEmpty ? nil : now + Self.patience
        return steps
    }

    private mutating func endLine() -> [ConversationStep] {
        defer { line = [] }
        var steps: [ConversationStep] = []
        let isHeader = ASTMDelimiters(header: line[...]) != nil
        if isHeader { steps = abandon("a header record began the next message") }
        guard isHeader || !message.isEmpty else { return [.noted("\(line.count) bytes before a header record are ignored")] }
        message += line + [ASTMControl.carriageReturn]
        guard line[0] == UInt8(ascii: "L"), ASTMRecords.isEnded(message, isLastFrame: false) else { return steps }
        steps.append(.received(message, ticket: nextTicket))
        nextTicket += 1
        message = []
        return steps
    }

    private mutating func abandon(_ reason: String) -> [ConversationStep] {
        defer { message = [] }
        return message.isEmpty ? [] : [.incomplete(message, reason: reason)]
    }

    package mutating func settle(_ ticket: Int, _ settlement: Settlement, now: Int64) -> [ConversationStep] {
        switch settlement {
        case .taken(let replies), .refused(let replies): replies.map { .send($0) }
        }
    }

    package mutating func send(_ message: [UInt8], ticket: Int, now: Int64) -> [ConversationStep] {
        [.send(message), .delivered(ticket: ticket)]
    }

    package mutating func tick(now: Int64) -> [ConversationStep] {
        guard let due = deadline, now >= due else { return [] }
        deadline = nil
        message += line
        line = []
        return abandon("nothing came for \(Self.patience / 1000) s")
    }

    package mutating func close() -> [ConversationStep] {
        message += line
        line = []
        return abandon("the connection ended in the middle of a message")
    }
}
