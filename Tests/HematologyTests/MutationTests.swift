import Testing

import Hematology

/// Cut at every byte and with bits turned over, a file is read or refused; whatever is read has its own arrays in step.
@Suite struct MutationTests {
    private func mutants(of bytes: [UInt8], seed: UInt64, count: Int = 3_000) -> [[UInt8]] {
        var random = Seeded(seed)
        let cut = (0..<bytes.count).map { Array(bytes.prefix($0)) }
        let turned = (0..<count).map { _ in
            var mutant = bytes
            for _ in 0...Int.random(in: 0...3, using: &random) {
                mutant[Int.random(in: mutant.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            return mutant
        }
        return cut + turned
    }

    @Test(arguments: ["I", "F", "D"])
    func `Flow files`(type: String) throws {
        var read = 0
        for mutant in mutants(of: FlowBytes(type: type, bits: type == "I" ? 16 : 32, extra: "$CYT/a//b/").bytes, seed: 21) {
            guard let file = try? FlowFile(mutant) else { continue }
            read += 1
            for parameter in file.parameters.indices { #expect(try file.column(parameter).count == file.eventCount) }
            if let pair = file.scatterPair, let cells = try? file.scattergram(x: pair.x, y: pair.y) {
                _ = try cells.counted(side: 16)
            }
        }
        #expect(read > 100)
    }

    @Test func `Horiba records`() throws {
        let numbers: [Float] = [0, 34, 0, 70, 2, 10, 20, 0, 2, 3, 0.5, 1, 1.5, 7, 70, 9]
        let bytes = Packed.stored(numbers.flatMap { Packed.littleEndian($0.bitPattern) })
        for mutant in mutants(of: bytes, seed: 22) {
            let field = "FLOATLE-stream/deflate:base64^" + Packed.base64(mutant)
            for kind in ["HISTOGRAM", "MATRIX"] {
                guard let graphic = try? HoribaGraphic.unpack(kind: kind, name: "LMNE", thresholds: field, data: field) else { continue }
                _ = try graphic.drawing()
            }
        }
    }

    @Test func `Bitmaps`() {
        let header: [UInt8] = Array("BM".utf8) + [UInt8](repeating: 0, count: 8) + [58, 0, 0, 0, 40, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 1, 0]
        let rest: [UInt8] = [8, 0, 1, 0, 0, 0] + [UInt8](repeating: 0, count: 12) + [1, 0, 0, 0, 0, 0, 0, 0]
        let runs: [UInt8] = [9, 8, 7, 0, 4, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 1]
        for mutant in mutants(of: header + rest + runs, seed: 23) {
            guard let image = try? GraphicImage(name: "DIFF", file: mutant), case .rgba(let pixels) = image.format else { continue }
            #expect(pixels.count == image.width * image.height * 4)
        }
    }
}
