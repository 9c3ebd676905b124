import Analyzers
import ArgumentParser
import Foundation
import Hematology
import Paper

extension PlotStyle.Density: ExpressibleByArgument {}
extension PlotStyle.Language: ExpressibleByArgument {}

/// `yigong analyzer plot FILE -o DIR`: every curve and scattergram as a picture.
struct AnalyzerPlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Draw every curve and scattergram of a file, as PNG and SVG.",
        discussion: """
            The file holds messages of an analyzer, as `yigong analyzer decode` reads them, a Flow Cytometry Standard file (FCS 2.0 to \
            3.1), or a BMP or PNG graphic. Of an FCS file the forward and side scatter are drawn against each other, or the two \
            parameters that --x and --y name, and every parameter as a curve. Pictures are numbered in the order of the file.
            """)

    enum Size: String, CaseIterable, ExpressibleByArgument {
        case label, report, screen

        var millimetres: PageSize {
            switch self {
            case .label: PlotStyle.label
            case .report: PlotStyle.report
            case .screen: PlotStyle.screen
            }
        }

        /// Dots an inch: labels and reports are printed, a screen takes 1440 dots across.
        var resolution: Double { self == .screen ? 152.4 : 300 }
    }

    enum Format: String, CaseIterable, ExpressibleByArgument { case png, svg, pdf }

    @Argument(help: ArgumentHelp("What to draw; - for standard input.", valueName: "file")) var files: [String]
    @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write to; it is made where it is missing.", valueName: "folder")) var output: String
    @Option(help: ArgumentHelp("The instrument profile to read messages with.", valueName: "id")) var profile: String?
    @Option(help: ArgumentHelp("One of label, report, screen.", valueName: "size")) var size = Size.screen
    @Option(help: ArgumentHelp("Colours: \(Palette.named.keys.sorted().joined(separator: ", ")).", valueName: "palette")) var palette = "analyzer"
    @Option(help: ArgumentHelp("How counts become colours: linear, logarithmic or equalised.", valueName: "density")) var density = PlotStyle.Density.equalised
    @Option(help: ArgumentHelp("Words: chinese, english or both.", valueName: "language")) var language = PlotStyle.Language.both
    @Option(help: ArgumentHelp("Cells a side of a scattergram, 128 to 1024.", valueName: "number")) var side = 256
    @Option(help: ArgumentHelp("png, svg or pdf; may be given several times.", valueName: "format")) var format: [Format] = [.png, .svg]
    @Option(help: ArgumentHelp("The parameter to the right, of an FCS file.", valueName: "name")) var x: String?
    @Option(help: ArgumentHelp("The parameter upwards, of an FCS file.", valueName: "name")) var y: String?
    @Flag(help: "Lay the curves of one name over each other: runs of a sample, or of several files.") var overlay = false
    @Flag(help: "Print what was written as JSON.") var json = false

    func validate() throws {
        guard Palette.named[palette] != nil else { throw ValidationError("there is no palette “\(palette)”") }
        guard (128...1024).contains(side) else { throw ValidationError("--side is 128 to 1024, not \(side)") }
        guard (x == nil) == (y == nil) else { throw ValidationError("--x and --y go together") }
    }

    func run() throws {
        let style = PlotStyle(
            size.millimetres, palette: Palette.named[palette] ?? .analyzer, density: density, language: language, side: side)
        var found: [Graphic] = []
        var faults: [String] = []
        for file in files {
            let read = try GraphicSource(bytes: try AnalyzerFile.bytes(file), name: file, command: self)
            found += read.graphics
            faults += read.faults.map { "\(file): \($0)" }
        }
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        var written: [PlotReport.Written] = []
        for (index, plot) in plots(of: found).enumerated() {
            do {
                written += try write(plot, number: index + 1, style: style)
            } catch let error as HematologyError {
                faults.append("\(plot[0].name): \(error)")
            } catch let error as PaperError {
                faults.append("\(plot[0].name): \(error)")
            }
        }
        if json { try Terminal.json(PlotReport(written: written, faults: faults)) } else { written.forEach { Terminal.line($0.file) } }
        faults.forEach(Terminal.note)
        if written.isEmpty {
            if faults.isEmpty { Terminal.note("there is nothing to draw in \(files.joined(separator: ", "))") }
            throw ExitCode.failure
        }
    }

    /// What shares a picture: each graphic its own, or with --overlay the curves of one name and unit.
    private func plots(of graphics: [Graphic]) -> [[Graphic]] {
        guard overlay else { return graphics.map { [$0] } }
        var plots: [[Graphic]] = []
        for graphic in graphics {
            if let place = plots.firstIndex(where: { Self.canShare($0[0], graphic) }) { plots[place].append(graphic) } else { plots.append([graphic]) }
        }
        return plots
    }

    private static func canShare(_ first: Graphic, _ second: Graphic) -> Bool {
        guard case .histogram(let one) = first, case .histogram(let other) = second else { return false }
        return one.name == other.name && one.axis.unit == other.axis.unit
    }

    private func write(_ plot: [Graphic], number: Int, style: PlotStyle) throws -> [PlotReport.Written] {
        let curves = plot.compactMap { if case .histogram(let curve) = $0 { curve } else { nil } }
        let drawing = curves.count > 1 ? try HistogramPlot(numbered(curves), style: style).drawing : try plot[0].drawing(style: style)
        return try Set(format).sorted { $0.rawValue < $1.rawValue }.map { format in
            let bytes = switch format {
            case .png: try Paper.render(drawing, as: .png(dpi: size.resolution))
            case .svg: try Paper.render(drawing, as: .svg)
            case .pdf: try Paper.render(drawing, as: .pdf)
            }
            let path = "\(output)/\(Self.fileName(plot[0].name, number: number)).\(format.rawValue)"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return PlotReport.Written(file: path, graphic: plot[0], runs: plot.count)
        }
    }

    /// Runs of one name are told apart in the legend by their order.
    private func numbered(_ curves: [Histogram]) -> [Histogram] {
        curves.enumerated().map { index, curve in
            var curve = curve
            curve.name += " \(index + 1)"
            return curve
        }
    }

    /// A name of our own making: of the message's only letters and digits are taken, and no more than forty.
    private static func fileName(_ name: String, number: Int) -> String {
        let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let text = words.joined(separator: "-").prefix(40)
        return (number < 10 ? "0\(number)" : "\(number)") + (text.isEmpty ? "" : "-\(text)")
    }
}

/// What `plot --json` prints.
struct PlotReport: Encodable {
    struct Written: Encodable {
        let file: String
        let name: String
        /// `histogram`, `scattergram` or `image`.
        let kind: String
        let runs: Int
        /// Of a scattergram.
        let events: Int?
        let isSaturated: Bool?

        init(file: String, graphic: Graphic, runs: Int) {
            self.file = file
            self.runs = runs
            name = graphic.name
            switch graphic {
            case .histogram(let curve): (kind, events, isSaturated) = ("histogram", nil, curve.saturation != nil)
            case .scattergram(let cells): (kind, events, isSaturated) = ("scattergram", cells.eventCount, !cells.saturatedEdges.isEmpty)
            case .image: (kind, events, isSaturated) = ("image", nil, nil)
            }
        }
    }

    let written: [Written]
    let faults: [String]
}
