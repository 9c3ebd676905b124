import Analyzers
import Foundation
import Hematology
import Testing

/// Messages laid out as the instruments' own, with made-up values.
enum Example {
    static let mindray = hl7([
        #"MSH|^~\&|BC-5380|Mindray|||20260501081500||ORU^R01|87|P|2.3.1||||||UNICODE"#, "PID|1||7||张^伟||19800101|M",
        "OBR|1||155|00001^Automated Count^99MRC|||20260501081339", "OBX|1|IS|08001^Take Mode^99MRC||C||||||F",
        "OBX|2|NM|6690-2^WBC^LN||3.91|10*9/L|4.00-10.00|L~A|||F", "OBX|3|NM|718-7^HGB^LN||13.8|g/dL|11.0-16.0|N|||F",
        "OBX|4|NM|4544-3^HCT^LN||0.431||0.370-0.540|N|||F", "OBX|5|NM|704-7^BAS#^LN||***.**|10*9/L|||||F",
        "OBX|6|NM|99999^NEW^99MRC||1.0|xyz|||||F", "OBX|7|NM|787-2^MCV^LN||89.0|cubits|||||F",
        "OBX|8|IS|17790-7^WBC Left Shift?^LN||T||||||F", "OBX|9|NM|15111^PLT Histogram. Left Line^99MRC||1||||||F",
        "OBX|10|NM|15112^PLT Histogram. Right Line^99MRC||2||||||F", "OBX|11|NM|15113^PLT Histogram. Binary Meta Length^99MRC||2||||||F",
        "OBX|12|ED|15100^PLT Histogram. Binary^99MRC||^Application^Octet-stream^Base64^AAAAAQD/AAI=||||||F",
    ])

    static let sysmex = Array(
        ("H|\\^&|||XP-100^00-13|||||||P|E1394-97\rP|1\rO|1||^^            113^A|^^^^WBC|R|||||N\r"
            + "R|1|^^^^WBC^1|  5.5|10*3/uL||H||||||20260501081500\rR|2|^^^^PLT^1| >1000|10*3/uL||>\rC|1|I|PLT clumps?|I\r"
            + "R|3|^^^^SCAT_WDF|PNG&R&20260501&R&113_WDF.PNG\rL|1|N\r").utf8)

    static func hl7(_ lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\r" }.joined().utf8) }
}

@Suite struct InterpretationTests {
    private let interpreter = Interpreter()

    private func reading(_ code: String, _ message: AnalyzerMessage) -> ResultReading? { message.results.first { $0.code == code }?.reading }

    @Test func `results, alarms and settings of an HL7 message are told apart`() throws {
        let message = try #require(interpreter.decode(Example.mindray).messages.first)
        #expect(message.kind == .result)
        #expect(message.sample == "155")
        #expect(message.patient.name == "张 伟")
        #expect(message.analysedAt == "20260501081339")
        #expect(message.results.map(\.code) == ["6690-2", "718-7", "4544-3", "704-7", "99999", "787-2"])
        #expect(message.results[0].flags == ["L", "A"])
        #expect(message.alarms == ["WBC Left Shift?"])
        #expect(message.settings["Take Mode"] == "C")
    }

    @Test func `units are converted exactly, and never by guess`() throws {
        let message = try #require(interpreter.decode(Example.mindray).messages.first)
        #expect(reading("718-7", message)?.value == "138")
        #expect(reading("718-7", message)?.unit == "g/L")
        #expect(reading("4544-3", message)?.value == "43.1", "the profile says that a fraction without a unit is l/l")
        #expect(reading("787-2", message)?.hold == .unknownUnit)
        #expect(reading("99999", message)?.hold == .unknownCode)
        #expect(reading("704-7", message)?.hold == .unmeasured)
        #expect(reading("6690-2", message)?.meaning == ["low", "abnormal"])
    }

    @Test func `a histogram is unpacked with its lines, in channels`() throws {
        let graphic = try #require(interpreter.decode(Example.mindray).messages.first?.graphics.first)
        guard case .histogram(let histogram) = graphic.graphic else { return #expect(Bool(false), "no histogram") }
        #expect(histogram.name == "PLT Histogram")
        #expect(histogram.counts == [0, 1, 255, 2])
        #expect(histogram.discriminators.map(\.position) == [1, 2])
        #expect(histogram.axis.unit == .channel)
    }

    @Test func `an ASTM message gives padded numbers, comparators, comments and picture files`() throws {
        let message = try #require(interpreter.decode(Example.sysmex).messages.first)
        #expect(message.sample == "113")
        #expect(message.results.map(\.value) == ["5.5", ">1000"])
        #expect(reading("PLT", message)?.value == ">1000")
        #expect(message.results[1].comments == ["PLT clumps?"])
        #expect(message.graphics.first?.file == #"PNG\20260501\113_WDF.PNG"#)
    }

    @Test func `a header's own delimiters are used`() throws {
        let bytes = Array("H|@^\\|||GeneXpert\rO|1|A@B||^^^FLU\rR|1|^^^FLU^A@^^^FLU^B|DETECTED\\F\\^\rL|1|N\r".utf8)
        let message = try #require(interpreter.decode(bytes).messages.first)
        #expect(message.sample == "A")
        #expect(message.results.first?.value == "DETECTED|")
    }

    @Test(arguments: ["MSH-11", "prefix", "H-12", "O-12"])
    func `a control is not taken for a patient`(sign: String) throws {
        let bytes = switch sign {
        case "MSH-11": Array(String(decoding: Example.mindray, as: UTF8.self).replacingOccurrences(of: "|87|P|", with: "|87|Q|").utf8)
        case "prefix": Array(String(decoding: Example.mindray, as: UTF8.self).replacingOccurrences(of: "||155|", with: "||QC-155|").utf8)
        case "H-12": Array(String(decoding: Example.sysmex, as: UTF8.self).replacingOccurrences(of: "||P|E1394", with: "||Q|E1394").utf8)
        default: Array(String(decoding: Example.sysmex, as: UTF8.self).replacingOccurrences(of: "|R|||||N\r", with: "|R||||||Q\r").utf8)
        }
        #expect(interpreter.decode(bytes).messages.first?.kind == .qc)
    }

    @Test func `queries are told from results`() {
        let astm = Array("H|\\^&|||XN-550\rQ|1|2^1^     S77^B||^^^^ALL|0\rL|1|N\r".utf8)
        #expect(interpreter.decode(astm).messages.map(\.kind) == [.query])
        #expect(interpreter.decode(astm).messages.first?.sample == "S77")
        let hl7 = Example.hl7([#"MSH|^~\&|BC-5380|M|||20260501||ORM^O01|4|P|2.3.1"#, "ORC|RF||S77"])
        #expect(interpreter.decode(hl7).messages.first?.kind == .query)
        #expect(interpreter.decode(hl7).messages.first?.sample == "S77")
    }

    @Test func `a table is read by rows and by columns, also in GB 18030`() throws {
        let long = "样本号,项目,结果,单位,标志\r\nS1,WBC,5.5,10*9/L,H\r\nS1,HGB,13.8,g/dL,\r\n\"S2\",WBC,\"6,1\",10*9/L,\r\n"
        let messages = interpreter.decode(Array(long.utf8)).messages
        #expect(messages.map(\.sample) == ["S1", "S2"])
        #expect(messages[0].results.map(\.code) == ["WBC", "HGB"])
        #expect(messages[1].results[0].value == "6,1")
        let wide = Array("Sample;WBC(10*9/L);HGB(g/L)\nS1;5.5;138\n".utf8)
        #expect(interpreter.decode(wide).messages.first?.results.map(\.unit) == ["10*9/L", "g/L"])
        let coded: [UInt8] = [0xd1, 0xf9, 0xb1, 0xbe, 0xba, 0xc5] + Array(",code,value\nS9,WBC,5\n".utf8)
        #expect(interpreter.decode(coded).messages.first?.sample == "S9")
    }

    @Test func `frames in a capture are joined, and a damaged one is told and left out`() {
        let frames = ASTMFrame.frames(of: Example.sysmex).map(\.encoded)
        let whole = [0x05] + frames.flatMap(\.self) + [0x04]
        #expect(interpreter.decode(whole).messages == interpreter.decode(Example.sysmex).messages)
        var damaged = frames
        damaged[3][12] ^= 1
        let decoded = interpreter.decode([0x05] + damaged.flatMap(\.self))
        #expect(decoded.faults.count == 1)
        #expect(decoded.messages.first?.results.map(\.code) == ["PLT"])
    }

    @Test func `every example cut or damaged anywhere is read or refused`() {
        var random = SeededRandom(seed: 3)
        for bytes in [Example.mindray, Example.sysmex, Array("sample,code,value\nS1,WBC,5\n".utf8)] {
            for count in 0...bytes.count { _ = interpreter.decode(Array(bytes.prefix(count))) }
            for _ in 0..<1500 {
                var damaged = bytes
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                _ = interpreter.decode(damaged)
            }
        }
    }

    @Test(arguments: ShippedProfiles.all.profiles)
    func `a shipped profile names analytes that exist, and says what was verified`(profile: InstrumentProfile) throws {
        for code in profile.codes.values { #expect(ShippedProfiles.all.analytes[code.analyte] != nil, "\(code.analyte)") }
        #expect(!profile.verified.isEmpty)
        #expect(try InstrumentProfile(json: profile.json) == profile)
    }
}
