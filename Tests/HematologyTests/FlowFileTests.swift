import Testing

import Hematology

@Suite struct FlowFileTests {
    @Test(arguments: [("F", 32, "1,2,3,4"), ("F", 32, "4,3,2,1"), ("D", 64, "1,2,3,4"), ("D", 64, "4,3,2,1")])
    func `Floating point is read in either byte order`(type: String, bits: Int, order: String) throws {
        let written = FlowBytes(type: type, order: order, bits: bits)
        let file = try FlowFile(written.bytes)
        #expect(file.eventCount == 3)
        #expect(file.parameters.map(\.name) == ["FSC-A", "SSC-A"])
        #expect(try file.column(0) == [1, 1023, 5.5])
        #expect(try file.column(1) == [2, 0, 700])
    }

    @Test(arguments: [8, 16, 24, 32], ["2.0", "3.0", "3.1"])
    func `Integers of whole bytes are read, and masked to the bits of their range`(bits: Int, version: String) throws {
        let events = [[1.0, 200], [255, 0], [100, 31]]
        for order in ["1,2,3,4", "4,3,2,1"] {
            let whole = FlowBytes(version: version, type: "I", order: order, bits: bits, range: 256, events: events)
            #expect(try FlowFile(whole.bytes).column(1) == [200, 0, 31])
            var narrow = whole
            narrow.range = 32
            #expect(try FlowFile(narrow.bytes).column(1) == [Double(200 & 31), 0, 31])
        }
    }

    @Test func `A doubled delimiter is a letter of a value, an empty value does not upset a file that has some`() throws {
        let doubled = FlowBytes(extra: "$CYT/BC//6800/$P1S/size/")
        #expect(try FlowFile(doubled.bytes).keywords["$CYT"] == "BC/6800")
        #expect(try FlowFile(doubled.bytes).parameters[0].label == "size")
        var empty = FlowBytes()
        empty.names = ["FSC-A", ""]
        #expect(try FlowFile(empty.bytes).parameters.map(\.name) == ["FSC-A", "P2"])
    }

    @Test func `Keywords are found whatever their case, blanks and line ends`() throws {
        let file = try FlowFile(FlowBytes(extra: "$p2s/ side /\r\n").bytes)
        #expect(file.parameters[1].label == " side ")
        #expect(file.parameter(named: "fsc-a") == 0)
    }

    @Test func `What is cut or of another kind is refused with its reason`() throws {
        let whole = FlowBytes().bytes
        #expect(throws: HematologyError(.corrupt, "the file is cut: it holds 2 of 3 events")) { try FlowFile(Array(whole.dropLast())) }
        #expect(throws: HematologyError(.corrupt, "this is no FCS file")) { try FlowFile(Array(whole.prefix(40))) }
        #expect(throws: HematologyError(.corrupt, "the file is cut: it holds 3 of 4000000000 events")) {
            try FlowFile(FlowBytes(total: 4_000_000_000).bytes)
        }
        #expect(throws: HematologyError(.unsupported, "values of type “A” ($DATATYPE)")) { try FlowFile(FlowBytes(type: "A", events: []).bytes) }
        #expect(throws: HematologyError(.unsupported, "FCS 4.0")) { try FlowFile(FlowBytes(version: "4.0").bytes) }
        #expect(throws: HematologyError(.unsupported, "byte order “3,4,1,2” ($BYTEORD)")) { try FlowFile(FlowBytes(order: "3,4,1,2").bytes) }
        #expect(throws: HematologyError(.unsupported, "parameter 1 has values of 12 bits ($P1B)")) {
            try FlowFile(FlowBytes(type: "I", bits: 12, events: []).bytes)
        }
        #expect(throws: HematologyError.self) { try FlowFile(whole).column(2) }
        #expect(throws: HematologyError.self) { try FlowFile(whole).column(-1) }
    }

    @Test func `A file without events has empty columns, wherever it says they are`() throws {
        var bytes = FlowBytes(events: []).bytes
        #expect(try FlowFile(bytes).column(1) == [])
        bytes.replaceSubrange(26..<34, with: "  999999".utf8)
        #expect(try FlowFile(bytes).column(1) == [])
    }

    @Test func `Forward and side scatter are found, time never is`() throws {
        #expect(try FlowFile(FlowBytes(names: ["Time", "SSC-A", "FSC-H", "FSC-A"], events: []).bytes).scatterPair! == (3, 1))
        #expect(try FlowFile(FlowBytes(names: ["Time", "A", "B"], events: []).bytes).scatterPair! == (1, 2))
        #expect(try FlowFile(FlowBytes(names: ["Time", "A"], events: []).bytes).scatterPair == nil)
    }

    @Test func `An axis follows the file's range, or the values where many lie outside it`() throws {
        #expect(try FlowFile(FlowBytes().bytes).scattergram(x: 0, y: 1).x.range == 0...1024)
        var wide = FlowBytes()
        wide.events = [[-50, 1], [90_000, 2]]
        #expect(try FlowFile(wide.bytes).scattergram(x: 0, y: 1).x.range == -50...90_000)
        #expect(try FlowFile(wide.bytes).histogram(0, bins: 16).counts.reduce(0, +) == 2)
    }
}
