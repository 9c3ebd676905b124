import HL7
import Testing

private let sent = [
    #"MSH|^~\&|BC-5380|Mindray|||20210202151447||ORU^R01|87|P|2.3.1||||||UNICODE"#, "OBR|1||155|00001^Automated Count^99MRC",
    "OBX|5|NM|6690-2^WBC^LN||3.91|10*9/L|4.00-10.00|L~A|||F",
].map { $0 + "\r" }.joined()

@Suite struct MessageTests {
    @Test func `fields, components and repetitions are found by their numbers`() throws {
        let message = try HL7Message(parsing: Array(sent.utf8))
        #expect(message.type == "ORU")
        #expect(message.trigger == "R01")
        #expect(message.controlID == "87")
        #expect(message.version == "2.3.1")
        #expect(message["MSH"]?.raw(1) == "|")
        #expect(message["OBX"]?.text(3, component: 2) == "WBC")
        #expect(message["OBX"]?.text(8, repetition: 2) == "A")
        #expect(message["OBX"]?.text(99) == "")
    }

    @Test func `what was read is written the same`() throws {
        let bytes = Array(sent.utf8)
        #expect(try HL7Message(parsing: bytes).encoded == bytes)
    }

    @Test func `delimiters are the message's own`() throws {
        let message = try HL7Message(parsing: Array("MSH#*!?%#A#B#C#D#2021##ORU*R01#5#P#2.3\rPID#1##1%2*3!4".utf8))
        #expect(message.trigger == "R01")
        #expect(message["PID"]?.text(3, subcomponent: 2) == "2")
        #expect(message["PID"]?.text(3, component: 2) == "3")
        #expect(message["PID"]?.text(3, repetition: 2) == "4")
    }

    @Test(arguments: ["a|b^c~d\\e&f", "one\rtwo", "\\F\\", "糖化^血红蛋白", "", "\\"])
    func `any text survives as a field`(text: String) throws {
        var message = HL7Message(segments: [HL7Segment("MSH", ["|", "", "here"])])
        message.segments.append(HL7Segment("NTE", ["1", "L", text]))
        let read = try HL7Message(parsing: message.encoded)
        #expect(read["NTE"]?.text(3) == text)
    }

    @Test func `escapes mean what section 2.7 says`() {
        let delimiters = HL7Delimiters.suggested
        #expect(delimiters.unescaped(#"10\S\9 \T\ \X4131\ \H\bold\N\ \.br\end"#) == "10^9 & A1 bold \nend")
        #expect(delimiters.unescaped(#"C:\temp\Zeta\ \never"#) == #"C:\temp\Zeta\ \never"#)
    }

    /// 乗 is 81 5C, 亅 is 81 7C and 乛 is 81 5E in GBK: escape, field separator and component separator as trail bytes.
    @Test func `trail bytes of GBK are not delimiters`() throws {
        var message = HL7Message(segments: [HL7Segment("MSH", ["|", "", "HOST"])], charset: .gb18030)
        message.segments.append(HL7Segment("PID", ["1", "", "7", "", "亅乗乛"]))
        let bytes = message.encoded
        #expect(bytes.contains(0x7c) && bytes.suffix(8).contains(0x5e))
        let read = try HL7Message(parsing: bytes)
        #expect(read.charset == .gb18030)
        #expect(read["PID"]?.text(5) == "亅乗乛")
        #expect(read["PID"]?.count == 5)
    }

    @Test func `what is UTF-8 is not taken for GB 18030, whatever MSH-18 says`() throws {
        let text = "MSH|^~\\&|A|||||||1|P|2.3.1||||||GB 18030-2000\rPID|1||7||张伟"
        #expect(try HL7Message(parsing: Array(text.utf8))["PID"]?.text(5) == "张伟")
        let latin = Array("MSH|^~\\&|A|||||||1|P|2.3.1||||||8859/1\rPID|1||7||M".utf8) + [0xfc, 0x6c]
        #expect(try HL7Message(parsing: latin)["PID"]?.text(5) == "Mül")
    }

    @Test func `an acknowledgement echoes the control id byte for byte`() throws {
        let message = try HL7Message(parsing: Array("MSH|^~\\&|BC|Lab|LIS|Host|20210202||ORU^R01|8\\T\\7^x|P|2.3.1||||||UNICODE\r".utf8))
        let reply = message.acknowledgement(.accept, time: "20260501083000", controlID: "1")
        #expect(reply["MSA"]?.raw(1) == "AA")
        #expect(reply["MSA"]?.raw(2) == "8\\T\\7^x")
        #expect(reply["MSH"]?.text(3) == "LIS")
        #expect(reply["MSH"]?.text(5) == "BC")
        #expect(reply["MSH"]?.text(12) == "2.3.1")
        #expect(reply["MSH"]?.text(18) == "UNICODE")
    }

    @Test func `bytes that are no message are refused`() {
        for text in ["", "PID|1", "MSH", "MSH|", "MSH||||", "MSH|^^^^|", "MSH|^~\\&|A\rthis is no segment"] {
            #expect(throws: HL7Error.self) { try HL7Message(parsing: Array(text.utf8)) }
        }
    }

    @Test func `a message cut or damaged anywhere is read or refused`() {
        let bytes = Array(sent.utf8)
        for count in 0...bytes.count { _ = try? HL7Message(parsing: Array(bytes.prefix(count))) }
        var random = SeededRandom(seed: 5)
        for _ in 0..<4000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let message = try? HL7Message(parsing: damaged) else { continue }
            for segment in message.segments { for field in 1...max(1, segment.count) { _ = segment.text(field, component: 2) } }
            _ = message.acknowledgement(.error, text: "damaged", time: "2026", controlID: "1").encoded
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
