/// The E1381 / LIS1-A link: establishment, transfer and termination in both directions (section 6).
///
/// The frame that ends a message is acknowledged when the message is stored; the frames before it at once. Where the
/// connection or this process dies in between, the sender has no acknowledgement of the end and sends the message again.
package struct ASTMConversation: Conversation {
    /// Which side of the link this is: where both enquire at once, the instrument has priority (section 6.2.7.1).
    package enum Role: Sendable { case host, instrument }

    /// The waiting times of section 6.5.2, in milliseconds.
    package struct Timing: Sendable {
        package var reply: Int64 = 15_000
        package var nextFrame: Int64 = 30_000
        package var afterRefusal: Int64 = 10_000
        package var hostAfterContention: Int64 = 20_000
        package var instrumentAfterContention: Int64 = 1_000
        /// How long CR LF after a checksum are waited for.
        package var trailer: Int64 = 300

        package init() {}
    }

    private enum State: Equatable {
        case neutral
        case receiving
        /// A message is being stored.
        case settling(ticket: Int)
        case enquiring
        case sending
    }

    let role: Role
    let timing: Timing
    /// Whether a frame with an unexpected number is taken; Horiba Yumizen numbers its matrix frames 1, 1, 1.
    let takesAnyFrameNumber: Bool
    private let messageLimit: Int
    private var state = State.neutral
    private var reader: ASTMFrameReader
    private var message: [UInt8] = []
    private var lastFrame: ASTMFrame?
    private var nextTicket = 1
    private var held: [UInt8] = []
    private var sender = ASTMOutbox()
    package private(set) var deadline: Int64?

    package init(role: Role = .host, timing: Timing = Timing(), takesAnyFrameNumber: Bool = false, messageLimit: Int = 64 << 20) {
        self.role = role
        self.timing = timing
        self.takesAnyFrameNumber = takesAnyFrameNumber
        self.messageLimit = messageLimit
        reader = ASTMFrameReader(limit: messageLimit)
    }

    // MARK: - What comes in

    package mutating func receive(_ bytes: [UInt8], now: Int64) -> [ConversationStep] {
        if case .settling = state {
            held += bytes
            return []
        }
        var steps: [ConversationStep] = []
        var events: [ASTMFrameReader.Event] = []
        for (i, byte) in bytes.enumerated() {
            reader.read(byte, into: &events)
            guard !events.isEmpty else { continue }
            for event in events { steps += handle(event, now: now) }
            events.removeAll(keepingCapacity: true)
            if case .settling = state {
                held += bytes[(i + 1)...]
                return steps
            }
        }
        if reader.isInTrailer { deadline = now + timing.trailer }
        return steps
    }

    private mutating func handle(_ event: ASTMFrameReader.Event, now: Int64) -> [ConversationStep] {
        switch event {
        case .control(ASTMControl.enquiry): return enquired(now: now)
        case .control(ASTMControl.endOfTransmission): return ended(now: now)
        case .control(let byte): return answered(byte, now: now)
        case .frame(let frame): return state == .receiving ? take(frame, now: now) : [.noted("a frame came without ENQ; it is ignored")]
        case .badFrame(let reason):
            guard state == .receiving else { return [.noted(reason)] }
            deadline = now + timing.nextFrame
            return [.noted(reason), .send([ASTMControl.refuse])]
        case .noise(let count):
            return [.noted("\(count) bytes outside of frames are ignored")]
        }
    }

    private mutating func enquired(now: Int64) -> [ConversationStep] {
        switch state {
        case .enquiring where role == .host:
            // Section 6.2.7.1: the host yields and lets the instrument enquire again.
            state = .neutral
            deadline = now + timing.hostAfterContention
            return [.noted("both sides enquired; the instrument goes first")]
        case .enquiring:
            state = .neutral
            deadline = now + timing.instrumentAfterContention
            return [.noted("both sides enquired; enquiring again")]
        case .sending:
            return [.noted("ENQ while we send is ignored")]
        case .receiving, .neutral, .settling:
            var steps = state == .receiving ? abandon("a second ENQ began the transfer anew") : []
            state = .receiving
            lastFrame = nil
            deadline = now + timing.nextFrame
            steps.append(.send([ASTMControl.acknowledge]))
            return steps
        }
    }

    private mutating func take(_ frame: ASTMFrame, now: Int64) -> [ConversationStep] {
        deadline = now + timing.nextFrame
        if frame == lastFrame {
            return [.noted("frame \(frame.number) came again"), .send([ASTMControl.acknowledge])]
        }
        let expected = (lastFrame.map { $0.number + 1 } ?? 1) % 8
        var steps: [ConversationStep] = []
        if frame.number != expected {
            steps.append(.noted("frame \(frame.number) came where \(expected) was due"))
            guard takesAnyFrameNumber else { return steps + [.send([ASTMControl.refuse])] }
        }
        guard message.count + frame.text.count <= messageLimit else {
            message = []
            return steps + [.noted("the message is longer than \(messageLimit) bytes"), .send([ASTMControl.refuse])]
        }
        lastFrame = frame
        message += frame.text
        guard ASTMRecords.isEnded(message, isLastFrame: frame.isLast) else { return steps + [.send([ASTMControl.acknowledge])] }
        let ticket = nextTicket
        nextTicket += 1
        state = .settling(ticket: ticket)
        deadline = nil
        defer { message = [] }
        return steps + [.received(message, ticket: ticket)]
    }

    private mutating func ended(now: Int64) -> [ConversationStep] {
        switch state {
        case .receiving:
            let steps = abandon("EOT came before the message's terminator record")
            return steps + rest(now: now)
        case .sending:
            // Section 6.3.5.2: the receiver asks to interrupt; the frame counts as acknowledged.
            return answered(ASTMControl.acknowledge, now: now)
        case .neutral, .enquiring, .settling:
            return []
        }
    }

    /// Gives up the message that is being received.
    private mutating func abandon(_ reason: String) -> [ConversationStep] {
        let evidence = message + reader.pending
        message = []
        return evidence.isEmpty ? [] : [.incomplete(evidence, reason: reason)]
    }

    package mutating func settle(_ ticket: Int, _ settlement: Settlement, now: Int64) -> [ConversationStep] {
        guard state == .settling(ticket: ticket) else { return [] }
        state = .receiving
        deadline = now + timing.nextFrame
        var steps: [ConversationStep] = []
        switch settlement {
        case .taken(let replies):
            for reply in replies { sender.add(reply, ticket: 0) }
            steps.append(.send([ASTMControl.acknowledge]))
        case .refused:
            // The frame comes again with its number, and with it the whole message must be judged again: it is asked for anew.
            lastFrame = nil
            steps += [.noted("the message could not be stored"), .send([ASTMControl.refuse])]
        }
        let waiting = held
        held = []
        return steps + receive(waiting, now: now)
    }

    // MARK: - What goes out

    package mutating func send(_ message: [UInt8], ticket: Int, now: Int64) -> [ConversationStep] {
        sender.add(message, ticket: ticket)
        return state == .neutral && deadline == nil ? enquire(now: now) : []
    }

    private mutating func enquire(now: Int64) -> [ConversationStep] {
        guard !sender.isEmpty else { return [] }
        state = .enquiring
        deadline = now + timing.reply
        return [.send([ASTMControl.enquiry])]
    }

    /// The line is free: what waits goes out.
    private mutating func rest(now: Int64) -> [ConversationStep] {
        state = .neutral
        deadline = nil
        lastFrame = nil
        return enquire(now: now)
    }

    private mutating func answered(_ byte: UInt8, now: Int64) -> [ConversationStep] {
        switch (state, byte) {
        case (.enquiring, ASTMControl.acknowledge):
            state = .sending
            deadline = now + timing.reply
            return [.send(sender.currentFrame)]
        case (.enquiring, _):
            state = .neutral
            deadline = now + timing.afterRefusal
            return sender.refuseEnquiry().map { ticket in [.undelivered(ticket: ticket, reason: "the other side refuses every ENQ")] } ?? []
        case (.sending, ASTMControl.acknowledge):
            deadline = now + timing.reply
            if let ticket = sender.acknowledgeFrame() {
                return [.send([ASTMControl.endOfTransmission]), .delivered(ticket: ticket)] + rest(now: now)
            }
            return [.send(sender.currentFrame)]
        case (.sending, _):
            deadline = now + timing.reply
            guard let ticket = sender.refuseFrame() else { return [.send(sender.currentFrame)] }
            return [.send([ASTMControl.endOfTransmission]), .undelivered(ticket: ticket, reason: "a frame was refused six times")] + rest(now: now)
        default:
            return []
        }
    }

    // MARK: - Time

    package mutating func tick(now: Int64) -> [ConversationStep] {
        guard let due = deadline, now >= due else { return [] }
        if reader.isInTrailer {
            deadline = now + timing.nextFrame
            return handle(reader.endOfFrame(), now: now)
        }
        switch state {
        case .neutral:
            return rest(now: now)
        case .receiving:
            let steps = abandon("nothing came for \(timing.nextFrame / 1000) s")
            reader = ASTMFrameReader(limit: messageLimit)
            return [.noted("nothing came for \(timing.nextFrame / 1000) s; the transfer is given up")] + steps + rest(now: now)
        case .enquiring, .sending:
            let ticket = sender.giveUp()
            return [.send([ASTMControl.endOfTransmission]), .undelivered(ticket: ticket, reason: "no answer for \(timing.reply / 1000) s")]
                + rest(now: now)
        case .settling:
            return []
        }
    }

    package mutating func close() -> [ConversationStep] {
        var steps = state == .receiving ? abandon("the connection ended in the middle of a message") : []
        steps += sender.drain().map { .undelivered(ticket: $0, reason: "the connection ended") }
        state = .neutral
        deadline = nil
        return steps
    }
}
