/// One open way to an instrument: drives the protocol's state machine with what comes, with time and with decisions.
actor LinkConnection {
    typealias Write = @Sendable ([UInt8]) async throws -> Void

    /// Links that share the way; the first speaks for all until a message names its sender.
    private let links: [AnalyzerLink]
    private let peer: String
    private let reception: Reception
    private let write: Write
    private var conversation: any Conversation
    private var tickets: [Int: CheckedContinuation<Void, any Error>] = [:]
    private var nextTicket = 1
    private(set) var isBroken = false

    init(links: [AnalyzerLink], peer: String, reception: Reception, conversation: any Conversation, write: @escaping Write) {
        self.links = links
        self.peer = peer
        self.reception = reception
        self.conversation = conversation
        self.write = write
    }

    /// The protocol that a profile speaks.
    static func conversation(_ profile: InstrumentProfile?, role: ASTMConversation.Role = .host) -> any Conversation {
        let frames = ASTMConversation(role: role, takesAnyFrameNumber: profile?.takesAnyFrameNumber == true)
        return switch profile?.framing {
        case .mllp: MLLPConversation()
        case .frames: frames
        case .records: RecordsConversation()
        case .recognised, nil: RecognisingConversation(frames: frames)
        }
    }

    func opened() {
        for link in links {
            reception.board.change(link.id) {
                $0.state = .connected
                $0.peers.append(peer)
            }
            reception.board.note(link.id, "connected: \(peer)", isFault: false, at: Clock.now())
        }
    }

    func closed(_ error: String? = nil) async {
        await perform(conversation.close())
        for waiting in tickets.values { waiting.resume(throwing: InterpretationError("the connection ended")) }
        tickets = [:]
        for link in links {
            reception.board.change(link.id) { status in
                if let position = status.peers.firstIndex(of: peer) { status.peers.remove(at: position) }
                if status.peers.isEmpty { status.state = .waiting }
            }
            reception.board.note(link.id, "disconnected: \(peer)\(error.map { ", \($0)" } ?? "")", isFault: false, at: Clock.now())
        }
    }

    func received(_ bytes: [UInt8]) async { await perform(conversation.receive(bytes, now: Clock.steady())) }

    /// Gives the protocol its time; called a few times a second.
    func tick() async {
        guard let due = conversation.deadline, due <= Clock.steady() else { return }
        await perform(conversation.tick(now: Clock.steady()))
    }

    /// Sends a message and returns when the instrument has taken it.
    func deliver(_ message: [UInt8]) async throws {
        let ticket = nextTicket
        nextTicket += 1
        try await withCheckedThrowingContinuation { continuation in
            tickets[ticket] = continuation
            Task { await self.perform(self.conversation.send(message, ticket: ticket, now: Clock.steady())) }
        }
    }

    private func perform(_ steps: [ConversationStep]) async {
        for step in steps {
            switch step {
            case .send(let bytes): await send(bytes)
            case .received(let message, let ticket):
                let settlement = await reception.receive(message, over: links)
                await perform(conversation.settle(ticket, settlement, now: Clock.steady()))
            case .incomplete(let bytes, let reason): await reception.keepIncomplete(bytes, reason: reason, over: links[0])
            case .delivered(let ticket): tickets.removeValue(forKey: ticket)?.resume()
            case .undelivered(let ticket, let reason):
                tickets.removeValue(forKey: ticket)?.resume(throwing: InterpretationError(reason))
                reception.board.note(links[0].id, "not delivered: \(reason)", isFault: true, at: Clock.now())
            case .noted(let text): reception.board.note(links[0].id, text, isFault: true, at: Clock.now())
            }
        }
    }

    private func send(_ bytes: [UInt8]) async {
        guard !isBroken else { return }
        do {
            try await write(bytes)
        } catch {
            // The reading side ends with the connection and says so.
            isBroken = true
        }
    }
}
