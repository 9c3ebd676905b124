import NIOCore
import NIOPosix

/// The instrument's side of a link, for tests and demonstrations: sends, waits to be acknowledged, and takes answers in.
public actor SimulatedAnalyzer {
    private var conversation: any Conversation
    private var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    private var nextTicket = 1
    private var replies: [[UInt8]] = []
    private var outbound: AsyncStream<[UInt8]>.Continuation?
    private var talk: Task<Void, Never>?

    /// Connects to a host.
    public init(host: String, port: Int, framing: InstrumentProfile.Framing) async throws {
        conversation = switch framing {
        case .mllp: MLLPConversation()
        case .frames: ASTMConversation(role: .instrument)
        case .records, .recognised: RecordsConversation()
        }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
            }
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        outbound = continuation
        talk = Task { await self.run(channel, stream) }
    }

    private func run(_ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ outgoing: AsyncStream<[UInt8]>) async {
        try? await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await bytes in outgoing { try await outbound.write(ByteBuffer(bytes: bytes)) } }
                group.addTask { for try await buffer in inbound { await self.received(Array(buffer.readableBytesView)) } }
                group.addTask {
                    while true {
                        try await Task.sleep(for: .milliseconds(100))
                        await self.tick()
                    }
                }
                try await group.next()
                group.cancelAll()
            }
        }
        for continuation in waiting.values { continuation.resume(throwing: InterpretationError("the host ended the connection")) }
        waiting = [:]
        talk = nil
    }

    /// Sends a message; returns when the host has acknowledged it.
    public func send(_ message: [UInt8]) async throws {
        guard talk != nil else { throw InterpretationError("there is no connection") }
        let ticket = nextTicket
        nextTicket += 1
        let steps = conversation.send(message, ticket: ticket, now: Clock.steady())
        try await withCheckedThrowingContinuation { continuation in
            waiting[ticket] = continuation
            perform(steps)
        }
    }

    /// What the host sent since it was asked last.
    public func takeReplies() -> [[UInt8]] {
        defer { replies = [] }
        return replies
    }

    /// Ends the connection, once what is on the way has had time to arrive.
    public func close() async {
        try? await Task.sleep(for: .milliseconds(200))
        outbound?.finish()
        await talk?.value
    }

    private func received(_ bytes: [UInt8]) { perform(conversation.receive(bytes, now: Clock.steady())) }

    private func tick() { perform(conversation.tick(now: Clock.steady())) }

    private func perform(_ steps: [ConversationStep]) {
        for step in steps {
            switch step {
            case .send(let bytes): outbound?.yield(bytes)
            case .received(let message, let ticket):
                replies.append(message)
                perform(conversation.settle(ticket, .taken(replies: []), now: Clock.steady()))
            case .delivered(let ticket): waiting.removeValue(forKey: ticket)?.resume()
            case .undelivered(let ticket, let reason): waiting.removeValue(forKey: ticket)?.resume(throwing: InterpretationError(reason))
            case .incomplete, .noted: break
            }
        }
    }
}
