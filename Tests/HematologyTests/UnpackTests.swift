import Testing

import Hematology

@Suite struct UnpackTests {
    @Test(arguments: [1, 2, 4])
    func `Mindray histograms are big-endian channels as wide as their meta length`(width: Int) throws {
        let counts = (0..<64).map { Double($0 * 3 % 256) }
        let bytes = counts.flatMap { count in (0..<width).reversed().map { UInt8(Int(count) >> (8 * $0) & 255) } }
        let curve = try MindrayHistogram.unpack(
            base64: Packed.base64(bytes), name: "PLT Histogram", metaLength: width, lines: [.init(47), .init(3)])
        #expect(curve.counts == counts)
        #expect(curve.positions == (0..<64).map(Double.init))
        #expect(curve.discriminators.map(\.position) == [3, 47])
        #expect(curve.cell == .platelets)
        #expect(curve.axis.unit == .channel)
    }

    @Test func `A Mindray histogram that is cut, empty or of another width is refused`() {
        #expect(throws: HematologyError(.corrupt, "“WBC” has 3 bytes for channels of 2")) { try MindrayHistogram.unpack([0, 1, 2], name: "WBC") }
        #expect(throws: HematologyError(.corrupt, "“WBC” has 0 bytes for channels of 2")) { try MindrayHistogram.unpack([], name: "WBC") }
        #expect(throws: HematologyError(.unsupported, "“WBC” has channels of 3 bytes")) {
            try MindrayHistogram.unpack([0, 1, 2], name: "WBC", metaLength: 3)
        }
    }

    @Test func `A scale turns channels and lines into femtolitres, once`() throws {
        let curve = try Histogram(name: "RBC", channels: [0, 1, 2, 1], discriminators: [.init(2)]).scaled(femtolitresPerChannel: 1.5)
        #expect(curve.axis.unit == .femtolitre)
        #expect(curve.positions == [0, 1.5, 3, 4.5])
        #expect(curve.discriminators.map(\.position) == [3])
        #expect(curve.axis.range == 0...4.5)
        #expect(curve.scaled(femtolitresPerChannel: 2) == curve)
    }

    @Test func `Horiba curves bring their own femtolitres, ticks and thresholds`() throws {
        let thresholds = Packed.floats([0, 34, 0, 70, 2, 3, 3.25, 28.5, 11.25, 0, 1, 2])
        let data = Packed.floats([0, 34, 0, 70, 2, 10, 20, 0, 2, 3, 0.5, 1, 1.5, 7, 70, 9])
        guard case .histogram(let curve) = try HoribaGraphic.unpack(kind: "HISTOGRAM", name: "PltAlongRes", thresholds: thresholds, data: data)
        else { throw HematologyError(.internal, "no histogram") }
        #expect(curve.positions == [0.5, 1, 1.5])
        #expect(curve.counts == [7, 70, 9])
        #expect(curve.axis.ticks == [10, 20])
        #expect(curve.axis.range == 0...34)
        #expect(curve.axis.unit == .femtolitre)
        #expect(curve.discriminators.map(\.position) == [3.25, 11.25, 28.5])
        #expect(curve.cell == .platelets)
    }

    @Test func `Horiba matrices are events with population codes`() throws {
        let data = Packed.floats([0, 2047, 0, 2047, 0, 0, 4, 3, 10, 20, 2047, 5, 6, 7, 1, 1, 1, 2, 0, 14])
        guard case .scattergram(let cells) = try HoribaGraphic.unpack(kind: "MATRIX", name: "LMNEResAbs", thresholds: "", data: data)
        else { throw HematologyError(.internal, "no scattergram") }
        #expect(cells.content == .events(x: [10, 20, 2047], y: [5, 6, 7], codes: [2, 0, 14]))
        #expect(cells.populationShares.map(\.share.count) == [1, 0, 1, 0, 1])
        #expect(cells.populationShares.last?.population.role == .other)
    }

    @Test(arguments: [
        [0, 278, 0, 726, 0, 0, 2, 1e9], [0, 278, 0, 726, 0, 0, 1e9, 2], [0, 278, 0, 726, 5], [0, 278, 0, 726, 0, 0, 2, 1.5, 1, 1],
        [278, 0, 0, 726, 0, 0, 2, 1, 1, 1], [0, .nan, 0, 726, 0, 0, 2, 1, 1, 1], [0, 278, 0, 726, 0, 0, 0, 1e6], [], [0, 278, 0, 726, -1],
    ] as [[Float]])
    func `Horiba blocks that contradict themselves are refused`(numbers: [Float]) {
        #expect(throws: HematologyError.self) {
            try HoribaGraphic.unpack(kind: "HISTOGRAM", name: "RbcAlongRes", thresholds: "", data: Packed.floats(numbers))
        }
    }

    @Test func `Streams that are packed otherwise, or cut, are refused`() {
        let whole = Packed.floats([0, 278, 0, 726, 0, 0, 2, 1, 1, 1])
        for data in ["", "FLOATBE-stream^AAAA", "FLOATLE-stream/deflate:base64^", whole + "*", String(whole.dropLast(9))] {
            #expect(throws: HematologyError.self) { try HoribaGraphic.unpack(kind: "HISTOGRAM", name: "R", thresholds: "", data: data) }
        }
        #expect(throws: HematologyError.self) { try HoribaGraphic.unpack(kind: "PIE", name: "R", thresholds: "", data: whole) }
    }

    @Test func `Base64 may be broken into lines and lack its padding`() throws {
        for text in ["AAEAAgAD", "AAEA\r\nAgAD", " AAEAAgAD\n", "AAEAAgADAAQ=", "AAEAAgADAAQ"] {
            #expect(try MindrayHistogram.unpack(base64: text, name: "x").counts.prefix(3) == [1, 2, 3])
        }
        for text in ["AAEAAgA!", "AAEA=AAD", "AAEAA"] {
            #expect(throws: HematologyError.self) { try MindrayHistogram.unpack(base64: text, name: "x") }
        }
    }

    @Test func `Curves and scattergrams that do not fit together are refused`() {
        #expect(throws: HematologyError.self) { try Histogram(name: "x", channels: []) }
        #expect(throws: HematologyError.self) { try Histogram(name: "x", channels: [1, .infinity]) }
        #expect(throws: HematologyError.self) { try Histogram(name: "x", positions: [2, 1], counts: [1, 1], axis: .channels(2)) }
        let axis = Axis.channels(256)
        #expect(throws: HematologyError.self) { try Scattergram(name: "x", content: .events(x: [1], y: [], codes: []), x: axis, y: axis) }
        #expect(throws: HematologyError.self) {
            try Scattergram(name: "x", content: .matrix(columns: 2, rows: 2, counts: [1, 2, 3]), x: axis, y: axis)
        }
        #expect(throws: HematologyError.self) {
            try Scattergram(name: "x", content: .matrix(columns: .max, rows: 2, counts: []), x: axis, y: axis)
        }
    }
}
