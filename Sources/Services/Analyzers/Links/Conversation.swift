/// What a conversation asks its link to do, or tells it.
package enum ConversationStep: Sendable, Equatable {
    case send([UInt8])
    /// A whole message came. It is acknowledged only when `settle` says that it is stored.
    case received([UInt8], ticket: Int)
    /// A message began and will not end. It was not acknowledged; what came of it is kept as evidence.
    case incomplete([UInt8], reason: String)
    /// The other side has taken an outgoing message.
    case delivered(ticket: Int)
    case undelivered(ticket: Int, reason: String)
    /// Something that belongs in the link's log.
    case noted(String)
}

/// What became of a received message.
package enum Settlement: Sendable, Equatable {
    /// Stored durably. What is to be answered beyond the protocol's own acknowledgement.
    case taken(replies: [[UInt8]])
    /// Not stored; the sender must keep it.
    case refused(replies: [[UInt8]])
}

/// A protocol on one connection, as a pure state machine: bytes, the clock and decisions go in, steps come out. It does no
/// input or output, so every sequence of events can be tested without a socket. Times are milliseconds of any steady clock.
package protocol Conversation: Sendable {
    mutating func receive(_ bytes: [UInt8], now: Int64) -> [ConversationStep]
    /// Answers a `received` step.
    mutating func settle(_ ticket: Int, _ settlement: Settlement, now: Int64) -> [ConversationStep]
    /// Queues a message to the other side.
    mutating func send(_ message: [UInt8], ticket: Int, now: Int64) -> [ConversationStep]
    /// When `tick` must be called next; nil while nothing is waited for.
    var deadline: Int64? { get }
    mutating func tick(now: Int64) -> [ConversationStep]
    /// The connection is gone.
    mutating func close() -> [ConversationStep]
}
