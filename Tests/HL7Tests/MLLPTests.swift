import HL7
import Testing

@Suite struct MLLPTests {
    private let message = Array("MSH|^~\\&|A\r".utf8)

    @Test func `messages are found in pieces of any size`() {
        let stream = MLLP.framed(message) + [0x02, 0x02] + MLLP.framed(message) + MLLP.framed([])
        for size in 1...stream.count {
            var reader = MLLP.Reader()
            var found: [[UInt8]] = []
            var noise = 0
            for start in stride(from: 0, to: stream.count, by: size) {
                for event in reader.read(stream[start..<min(stream.count, start + size)]) {
                    switch event {
                    case .message(let bytes): found.append(bytes)
                    case .noise(let count): noise += count
                    default: Issue.record("\(event)")
                    }
                }
            }
            #expect(found == [message, message, []])
            #expect(noise == 2)
        }
    }

    @Test func `a second start cuts the first message short`() {
        var reader = MLLP.Reader()
        #expect(reader.read([0x0b, 0x41] + MLLP.framed(message)) == [.cutShort([0x41]), .message(message)])
    }

    @Test func `a message beyond the limit is told once, and the next one is read`() {
        var reader = MLLP.Reader(limit: 100)
        let events = reader.read(MLLP.framed([UInt8](repeating: 0x41, count: 5000)) + MLLP.framed(message))
        #expect(events == [.tooLong(limit: 100), .message(message)])
    }

    @Test func `an end without its carriage return ends a message too`() {
        var reader = MLLP.Reader()
        #expect(reader.read([0x0b, 0x41, 0x1c] + MLLP.framed(message)) == [.message([0x41]), .message(message)])
    }
}
