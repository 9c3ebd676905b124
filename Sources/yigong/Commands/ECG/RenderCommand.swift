import ArgumentParser
import ECG
import Foundation
import Paper
import Recorders

extension ECGCommand {
    struct Render: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "render", abstract: "Draw a recording on paper, in true millimetres.",
            discussion: """
                Example: yigong ecg render rest.scp -o rest.pdf     yigong ecg render rest.scp -o rest.png --layout 6x2 --speed 50
                The kind of file follows from its name: .pdf, .svg, .png or .jpg.
                """)

        @Argument(help: ArgumentHelp("A recording of any format.", valueName: "file")) var file: String
        @Option(name: .shortAndLong, help: ArgumentHelp("Where the page goes.", valueName: "file")) var output: String
        @Option(help: "\(PageLayout.all.map(\.name).joined(separator: ", ")).") var layout = PageLayout.threeByFourPlusOne.name
        @Option(help: ArgumentHelp("Millimetres a millivolt, 2.5 to 40.", valueName: "mm/mV")) var gain = PageScale.standard.gain
        @Option(help: ArgumentHelp("Millimetres a second, 6.25 to 100.", valueName: "mm/s")) var speed = PageScale.standard.speed
        @Option(help: ArgumentHelp("Where in the recording the page begins.", valueName: "seconds")) var start = 0.0
        @Option(help: ArgumentHelp("The band to look at, such as 0.5-40, or none.", valueName: "Hz-Hz")) var filter = "0.05-150"
        @Option(help: ArgumentHelp("Takes out the mains: 50 or 60.", valueName: "Hz")) var notch: Double?
        @Flag(help: "Every page up to the recording's end, in one PDF.") var all = false
        @Option(help: ArgumentHelp("Dots an inch of PNG and JPEG.", valueName: "number")) var dpi = 150.0
        @Option(help: "The page's words: zh or en.") var language = PageLanguage.chinese
        @Flag(help: "Grey instead of red, for printers without colour.") var grey = false

        func run() throws {
            let format = try wantedFormat()
            guard let layout = PageLayout.named(layout) else { throw ValidationError("there is no layout “\(layout)”") }
            guard let scale = PageScale(gain: gain, speed: speed) else {
                throw ValidationError("the gain is 2.5 to 40 mm/mV, the speed 6.25 to 100 mm/s")
            }
            guard start.isFinite, start >= 0 else { throw ValidationError("--start is a number of seconds") }
            let filter = try wantedFilter()
            let recording = try RecordingFile(path: file).recording
            let pages = ECGDocument(
                recording, filter: filter, layout: layout, scale: scale, language: language, colors: grey ? .grey : .paper)
            let drawings = all ? pages.all(from: start) : [pages.page(from: start)]
            let bytes = try Paper.render(drawings, as: format, description: pages.description)
            try Data(bytes).write(to: URL(fileURLWithPath: output))
        }

        private func wantedFilter() throws -> DisplayFilter {
            if let notch, !(40...70).contains(notch) { throw ValidationError("the mains are 50 or 60 Hz") }
            if filter == "none" { return DisplayFilter(notch: notch) }
            let band = filter.split(separator: "-").map { Double($0) }
            guard band.count == 2, let low = band[0], let high = band[1], low > 0, low < high, high <= 500 else {
                throw ValidationError("“\(filter)” is no band such as 0.05-150")
            }
            return DisplayFilter(highPass: low, lowPass: high, notch: notch)
        }

        private func wantedFormat() throws -> Paper.Format {
            switch URL(fileURLWithPath: output).pathExtension.lowercased() {
            case "pdf": return .pdf
            case "svg": return try onePage(.svg)
            case "png": return try onePage(.png(dpi: dpi))
            case "jpg", "jpeg": return try onePage(.jpeg(dpi: dpi))
            default: throw ValidationError("“\(output)” does not end in .pdf, .svg, .png or .jpg")
            }
        }

        private func onePage(_ format: Paper.Format) throws -> Paper.Format {
            if all { throw ValidationError("only a PDF has more than one page") }
            return format
        }
    }
}

extension PageLanguage: ExpressibleByArgument {}
