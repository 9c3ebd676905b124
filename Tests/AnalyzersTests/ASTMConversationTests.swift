import Analyzers
import Testing

/// ASTM E1381-95 / LIS1-A, section 6.
@Suite struct ASTMConversationTests {
    private let message = Array("H|\\^&|||XP-100\rO|1|77||^^^^WBC\rR|1|^^^^WBC^1|5.5|10*3/uL\rL|1|N\r".utf8)
    private let acknowledge = ConversationStep.send([0x06])
    private let refuse = ConversationStep.send([0x15])

    private func frames(_ message: [UInt8]) -> [[UInt8]] { ASTMFrame.frames(of: message).map(\.encoded) }

    @Test func `every frame is acknowledged, the last when the message is stored`() {
        var link = ASTMConversation()
        #expect(link.receive([0x05], now: 0) == [acknowledge])
        let frames = frames(message)
        for frame in frames.dropLast() { #expect(link.receive(frame, now: 0) == [acknowledge]) }
        #expect(link.receive(frames.last!, now: 0) == [.received(message, ticket: 1)])
        #expect(link.settle(1, .taken(replies: []), now: 0) == [acknowledge])
        #expect(link.receive([0x04], now: 0).isEmpty)
    }

    @Test func `bytes may come in pieces of any size`() {
        let stream = [0x05] + frames(message).flatMap(\.self)
        for size in 1...stream.count {
            var link = ASTMConversation()
            var received: [[UInt8]] = []
            for start in stride(from: 0, to: stream.count, by: size) {
                for step in link.receive(Array(stream[start..<min(start + size, stream.count)]), now: 0) {
                    if case .received(let bytes, _) = step { received.append(bytes) }
                }
            }
            #expect(received == [message])
        }
    }

    @Test func `a wrong checksum is refused, and the frame is taken when it comes again`() {
        var link = ASTMConversation()
        _ = link.receive([0x05], now: 0)
        let frame = frames(message)[0]
        var damaged = frame
        damaged[5] ^= 1
        #expect(link.receive(damaged, now: 0).last == refuse)
        #expect(link.receive(frame, now: 0) == [acknowledge])
        #expect(link.receive(frame, now: 0).last == acknowledge, "the same frame again is acknowledged and counted once")
    }

    @Test func `a frame out of order is refused unless the instrument is known for it`() {
        let frame = ASTMFrame(number: 5, text: Array("H|\\^&\r".utf8), isLast: true).encoded
        for takesAny in [false, true] {
            var link = ASTMConversation(takesAnyFrameNumber: takesAny)
            _ = link.receive([0x05], now: 0)
            let steps = link.receive(frame, now: 0)
            #expect(steps.last == (takesAny ? acknowledge : refuse))
            #expect(steps.contains(.noted("frame 5 came where 1 was due")))
        }
    }

    @Test func `a second ENQ keeps what had come as evidence and begins anew`() {
        var link = ASTMConversation()
        _ = link.receive([0x05] + frames(message)[0], now: 0)
        let steps = link.receive([0x05], now: 0)
        #expect(steps.last == acknowledge)
        #expect(steps.contains { if case .incomplete(let bytes, _) = $0 { bytes == Array("H|\\^&|||XP-100\r".utf8) } else { false } })
    }

    @Test func `an instrument that stops in the middle of a frame is given up after 30 s`() {
        var link = ASTMConversation()
        _ = link.receive([0x05] + frames(message)[0] + frames(message)[1].prefix(9), now: 0)
        #expect(link.tick(now: 29_999).isEmpty)
        #expect(link.tick(now: 30_000).contains { if case .incomplete = $0 { true } else { false } })
        #expect(link.receive([0x05], now: 31_000) == [acknowledge])
    }

    @Test func `a message that could not be stored is refused`() {
        var link = ASTMConversation()
        _ = link.receive([0x05] + frames(message).flatMap(\.self), now: 0)
        #expect(link.settle(1, .refused(replies: []), now: 0).contains(refuse))
    }

    @Test func `the host yields when both enquire`() {
        var host = ASTMConversation(role: .host)
        #expect(host.send(message, ticket: 9, now: 0) == [.send([0x05])])
        #expect(!host.receive([0x05], now: 0).contains(acknowledge))
        #expect(host.receive([0x05], now: 1000) == [acknowledge], "the instrument enquires again after 1 s and is let in")
        _ = host.receive([0x04], now: 2000)
        #expect(host.receive([0x06], now: 2001).contains { if case .send(let bytes) = $0 { bytes.first == 0x02 } else { false } })
    }

    @Test func `what we send has at most 240 characters a frame, and ends with EOT`() {
        let long = Array("H|\\^&\rR|1|".utf8) + [UInt8](repeating: 0x41, count: 1000) + Array("\rL|1|N\r".utf8)
        var host = ASTMConversation(role: .host)
        var instrument = ASTMConversation(role: .instrument)
        var toInstrument = host.send(long, ticket: 3, now: 0)
        var delivered = false
        var received: [UInt8] = []
        for _ in 0..<50 where !toInstrument.isEmpty {
            var toHost: [ConversationStep] = []
            for step in toInstrument {
                switch step {
                case .send(let bytes):
                    #expect(bytes.count <= 247)
                    toHost += instrument.receive(bytes, now: 0)
                case .delivered(let ticket): delivered = ticket == 3
                default: break
                }
            }
            toInstrument = []
            for step in toHost {
                switch step {
                case .send(let bytes): toInstrument += host.receive(bytes, now: 0)
                case .received(let bytes, let ticket):
                    received = bytes
                    for case .send(let answer) in instrument.settle(ticket, .taken(replies: []), now: 0) { toInstrument += host.receive(answer, now: 0) }
                default: break
                }
            }
        }
        #expect(delivered)
        #expect(received == long)
    }

    @Test func `a receiver that refuses a frame six times is given up`() {
        var host = ASTMConversation(role: .host)
        _ = host.send(message, ticket: 4, now: 0)
        _ = host.receive([0x06], now: 0)
        for _ in 0..<5 { #expect(!host.receive([0x15], now: 0).contains(.send([0x04]))) }
        let steps = host.receive([0x15], now: 0)
        #expect(steps.contains(.send([0x04])))
        #expect(steps.contains(.undelivered(ticket: 4, reason: "a frame was refused six times")))
    }

    @Test func `cut or damaged anywhere, no message is received that was not sent whole`() {
        let stream = [0x05] + frames(message).flatMap(\.self) + [0x04]
        for count in 0..<stream.count {
            var link = ASTMConversation()
            let steps = link.receive(Array(stream.prefix(count)), now: 0) + link.close()
            for case .received(let bytes, _) in steps { #expect(bytes == message) }
        }
        var random = SeededRandom(seed: 11)
        for _ in 0..<3000 {
            var damaged = stream
            damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            var link = ASTMConversation(takesAnyFrameNumber: Bool.random(using: &random))
            _ = link.receive(damaged, now: 0)
            _ = link.tick(now: 60_000)
            _ = link.close()
        }
    }
}

/// A generator that gives the same numbers in every run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
