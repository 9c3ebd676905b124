import Testing

import Hematology
import Paper

@Suite struct PlotTests {
    static let sizes = [PlotStyle.label, PlotStyle.report, PlotStyle.screen]

    private func platelets(name: String = "PLT", shift: Double = 0) throws -> Histogram {
        try Histogram(
            name: name, cell: .platelets, channels: (0..<64).map { max(0, 255 - (Double($0) - 9 - shift) * (Double($0) - 9 - shift)) },
            discriminators: [.init(3), .init(47)])
    }

    private func cells(codes: Bool) throws -> Scattergram {
        var random = Seeded(31)
        let xs = (0..<3_000).map { _ in random.normal(120, 30) }
        let ys = (0..<3_000).map { _ in random.normal(90, 25) }
        return try Scattergram(
            name: "DIFF", content: .events(x: xs, y: ys, codes: codes ? xs.map { $0 < 100 ? 0 : $0 < 140 ? 1 : 9 } : []),
            x: Axis(Caption("侧向散射", "SSC"), unit: .channel, range: 0...255), y: Axis(Caption("荧光", "SFL"), unit: .channel, range: 0...255),
            populations: [
                .init(code: 0, caption: Caption("淋巴细胞", "LYM"), role: .lymphocytes),
                .init(code: 1, caption: Caption("中性粒细胞", "NEU"), role: .neutrophils),
            ],
            gates: [Gate(Caption("门", "Gate"), [.init(60, 40), .init(180, 40), .init(120, 160)])])
    }

    private func texts(_ marks: [Mark]) -> [String] {
        marks.flatMap { mark -> [String] in
            switch mark {
            case .text(let text): [text.text]
            case .group(let group): texts(group.marks)
            default: []
            }
        }
    }

    /// The corners of all lines, fills and rectangles, without what a clip cuts anyhow.
    private func corners(_ marks: [Mark]) -> [Point] {
        marks.flatMap { mark -> [Point] in
            switch mark {
            case .polyline(let points, _), .segments(let points, _), .polygon(let points, _, _): points
            case .rectangle(let area, _, _, _), .picture(_, let area): [Point(area.x, area.y), Point(area.right, area.bottom)]
            case .text(let text): [text.at]
            default: []
            }
        }
    }

    @Test(arguments: sizes, PlotStyle.Language.allCases)
    func `Everything stands on the page, in every size and language`(size: PageSize, language: PlotStyle.Language) throws {
        let style = PlotStyle(size, language: language)
        let drawings = [
            try HistogramPlot([try platelets(), try platelets(shift: 5)], style: style).drawing,
            try ScattergramPlot(try cells(codes: true), style: style).drawing, try ScattergramPlot(try cells(codes: false), style: style).drawing,
        ]
        for drawing in drawings {
            let page = drawing.size.area.inset(by: -1e-9)
            #expect(page.width <= size.width + 1e-6 && drawing.size.height == size.height)
            for point in corners(drawing.marks) {
                #expect((page.x...page.right).contains(point.x) && (page.y...page.bottom).contains(point.y), "\(point)")
            }
            #expect(try !Paper.render(drawing, as: .svg).isEmpty)
        }
    }

    @Test func `A curve over channels never says fL, one over femtolitres does`() throws {
        let style = PlotStyle(PlotStyle.screen)
        let channels = texts(try HistogramPlot([try platelets()], style: style).drawing.marks)
        #expect(channels.contains("道数 Channel"))
        #expect(!channels.contains { $0.contains("fL") })
        let volumes = texts(try HistogramPlot([try platelets().scaled(femtolitresPerChannel: 0.5)], style: style).drawing.marks)
        #expect(volumes.contains("体积 Volume fL"))
    }

    @Test func `Runs over different units do not share an axis`() throws {
        let channels = try platelets()
        #expect(throws: HematologyError.self) { try HistogramPlot([channels, channels.scaled(femtolitresPerChannel: 0.5)]) }
        #expect(throws: HematologyError.self) { try HistogramPlot([]) }
    }

    @Test func `Shares stand beside a scattergram`() throws {
        let words = texts(try ScattergramPlot(try cells(codes: true), style: PlotStyle(PlotStyle.screen, language: .english)).drawing.marks)
        for name in ["LYM", "NEU", "Other", "Gate"] { #expect(words.contains { $0.hasPrefix(name + " ") && $0.hasSuffix("%") }, "\(name)") }
    }

    @Test func `A saturated curve says so`() throws {
        let cut = try Histogram(name: "WBC", channels: (0..<64).map { 20...30 ~= $0 ? 4095 : 100 })
        #expect(texts(try HistogramPlot([cut], style: PlotStyle(PlotStyle.screen)).drawing.marks).contains("溢出 Off scale"))
        #expect(!texts(try HistogramPlot([try platelets()], style: PlotStyle(PlotStyle.screen)).drawing.marks).contains("溢出 Off scale"))
    }

    @Test func `The picture has the highest y on top, and empty cells are transparent`() throws {
        let axis = Axis(Caption("x"), unit: .channel, range: 0...2)
        let matrix = try Scattergram(name: "x", content: .matrix(columns: 2, rows: 2, counts: [1, 0, 0, 9]), x: axis, y: axis)
        for density in PlotStyle.Density.allCases {
            guard case .rgba(let pixels, let width, let height) = try matrix.picture(density: density, palette: .analyzer).content else {
                throw HematologyError(.internal, "no pixels")
            }
            #expect((width, height) == (2, 2))
            #expect(stride(from: 3, to: 16, by: 4).map { pixels[$0] } == [0, 255, 255, 0])
            let stops = Palette.analyzer.density
            #expect(Array(pixels[8..<11]) == [stops[0].red, stops[0].green, stops[0].blue])
            #expect(Array(pixels[4..<7]) == [stops.last!.red, stops.last!.green, stops.last!.blue])
        }
    }

    @Test func `Equalised levels rank the cells, whatever their counts`() throws {
        let axis = Axis(Caption("x"), unit: .channel, range: 0...4)
        func pixels(_ counts: [UInt32]) throws -> Picture {
            try Scattergram(name: "x", content: .matrix(columns: 4, rows: 1, counts: counts), x: axis, y: axis).picture(palette: .printGrey)
        }
        #expect(try pixels([1, 2, 3, 4]) == pixels([5, 70, 700, 16_000]))
        #expect(try pixels([0, 1, 1, 1]) != pixels([0, 0, 1, 1]))
        #expect(try pixels([1, 1, 1, 4_000_000]) != pixels([0, 1, 1, 4_000_000]))
    }

    @Test(arguments: Palette.named.keys.sorted())
    func `Every palette has a colour for each population and curve`(name: String) throws {
        let palette = try #require(Palette.named[name])
        #expect(Set(palette.populations.keys) == Set(Scattergram.Role.allCases))
        #expect(Set(palette.regions.keys) == Set(Histogram.Cell.allCases))
        #expect(palette.density.count >= 2 && !palette.runs.isEmpty)
    }

    @Test func `A densest cell is darker or lighter than a sparse one without colour, too`() {
        func lightness(_ color: Color) -> Double { 0.2126 * Double(color.red) + 0.7152 * Double(color.green) + 0.0722 * Double(color.blue) }
        for palette in [Palette.colorBlindSafe, .printGrey] {
            let levels = palette.density.map(lightness)
            #expect(levels == levels.sorted() || levels == levels.sorted(by: >))
        }
    }
}
