import Paper
import Testing

private func page(with picture: Picture) -> Drawing {
    var page = Drawing(PageSize(width: 25.4, height: 25.4))
    page.picture(picture, in: page.size.area)
    return page
}

@Suite struct PictureTests {
    private let plot: Drawing = {
        var plot = Drawing(PageSize(width: 25.4, height: 12.7))
        plot.rectangle(plot.size.area, fill: Color(0x0f766e))
        return plot
    }()

    @Test func `a rendered page can be placed on another as PNG and JPEG`() throws {
        let red = page(with: Picture(.rgba([UInt8](repeating: 200, count: 4 * 6), width: 3, height: 2)))
        for content in [
            Picture.Content.png(try Paper.render(plot, as: .png(dpi: 100))), .jpeg(try Paper.render(plot, as: .jpeg(dpi: 100))),
        ] {
            #expect(try Paper.render(page(with: Picture(content)), as: .png(dpi: 100)) != Paper.render(red, as: .png(dpi: 100)))
        }
    }

    @Test func `a JPEG stands in a PDF as it is`() throws {
        let jpeg = try Paper.render(plot, as: .jpeg(dpi: 100))
        let pdf = try Paper.render(page(with: Picture(.jpeg(jpeg))), as: .pdf)
        #expect(pdf.firstRange(of: jpeg) != nil)
    }

    @Test func `broken pictures are refused wherever they end`() throws {
        let png = try Paper.render(plot, as: .png(dpi: 50)), jpeg = try Paper.render(plot, as: .jpeg(dpi: 50))
        for length in stride(from: 0, to: png.count - 12, by: 7) {
            #expect(throws: PaperError.self) { try Paper.render(page(with: Picture(.png(Array(png.prefix(length))))), as: .png(dpi: 50)) }
        }
        // libjpeg fills up what is missing of the waves, but not the header.
        for length in stride(from: 0, to: 160, by: 7) {
            #expect(throws: PaperError.self) { try Paper.render(page(with: Picture(.jpeg(Array(jpeg.prefix(length))))), as: .png(dpi: 50)) }
        }
    }

    @Test func `flipped bytes never do harm`() throws {
        let files = [try Paper.render(plot, as: .png(dpi: 50)), try Paper.render(plot, as: .jpeg(dpi: 50))]
        var generator = SplitMix(state: 20260501)
        for round in 0..<400 {
            var bytes = files[round % 2]
            for _ in 0..<4 { bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator) }
            _ = try? Paper.render(page(with: Picture(round % 2 == 0 ? .png(bytes) : .jpeg(bytes))), as: .png(dpi: 50))
        }
    }

    @Test func `a size that the bytes do not have is refused`() {
        for (width, height) in [(2, 2), (-1, -1), (1 << 40, 1)] {
            #expect(throws: PaperError.self) {
                try Paper.render(page(with: Picture(.rgba([0, 0, 0, 0], width: width, height: height))), as: .pdf)
            }
        }
    }
}

/// A seeded generator (Steele, Lea and Flood 2014), so that a failure can be repeated.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
