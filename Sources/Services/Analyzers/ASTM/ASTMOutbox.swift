/// Messages that wait to be sent over an E1381 link, and how far the first of them has come.
struct ASTMOutbox: Sendable {
    private struct Waiting {
        let ticket: Int
        let frames: [[UInt8]]
    }

    /// Section 6.4.2: after six refusals of one frame the sender gives up.
    private static let mostRefusals = 6

    private var waiting: [Waiting] = []
    private var position = 0
    private var refusals = 0

    var isEmpty: Bool { waiting.isEmpty }

    /// - Parameter ticket: names the message in what is reported about it.
    mutating func add(_ message: [UInt8], ticket: Int) {
        let frames = ASTMFrame.frames(of: message).map(\.encoded)
        if !frames.isEmpty { waiting.append(Waiting(ticket: ticket, frames: frames)) }
    }

    /// The frame that is to be sent, or sent again.
    var currentFrame: [UInt8] { waiting.first.map { $0.frames[position] } ?? [] }

    /// - Returns: the ticket of the message when this was its last frame.
    mutating func acknowledgeFrame() -> Int? {
        refusals = 0
        position += 1
        guard let first = waiting.first, position >= first.frames.count else { return nil }
        return giveUp()
    }

    /// - Returns: the ticket of the message when it is given up.
    mutating func refuseFrame() -> Int? {
        refusals += 1
        return refusals >= Self.mostRefusals ? giveUp() : nil
    }

    mutating func refuseEnquiry() -> Int? { refuseFrame() }

    /// Takes the first message out.
    mutating func giveUp() -> Int {
        position = 0
        refusals = 0
        return waiting.isEmpty ? 0 : waiting.removeFirst().ticket
    }

    /// Takes all out.
    mutating func drain() -> [Int] {
        defer { waiting = [] }
        return waiting.map(\.ticket)
    }
}
