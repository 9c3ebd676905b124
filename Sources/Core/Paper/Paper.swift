internal import CPaper

/// Renders drawings: the same marks as PDF, SVG or pixels, in true millimetres, with their fonts inside. Equal drawings give equal bytes.
/// Any thread may render; a call blocks for as long as it draws.
public enum Paper {
    /// A file of one page.
    public enum Format: Sendable, Hashable {
        case pdf
        case svg
        /// Dots an inch.
        case png(dpi: Double = 150)
        /// Dots an inch; quality 1 … 100.
        case jpeg(dpi: Double = 150, quality: Int = 88)
    }

    /// What a PDF says about itself. The clock is never read, so that the same page is the same file.
    public struct Description: Sendable, Hashable {
        public var title: String?
        public var author: String?
        /// ISO 8601.
        public var created: String?

        public init(title: String? = nil, author: String? = nil, created: String? = nil) {
            self.title = title
            self.author = author
            self.created = created
        }
    }

    /// Renders one page.
    /// - Throws: `.badArgument` for sizes and codes that cannot be, `.corrupt` for pictures, `.tooLarge` beyond 150 million pixels.
    public static func render(
        _ drawing: Drawing, as format: Format, description: Description = Description()
    ) throws(PaperError) -> [UInt8] {
        try render([drawing], as: format, description: description)
    }

    /// Renders pages into one PDF, in their order. Other formats have one page.
    public static func render(
        _ drawings: [Drawing], as format: Format, description: Description = Description()
    ) throws(PaperError) -> [UInt8] {
        let sheet = try Sheet(format, description)
        for drawing in drawings {
            try sheet.begin(drawing.size)
            try sheet.draw(drawing.marks)
        }
        return try sheet.finish()
    }

    /// What a text takes.
    public struct Extent: Sendable, Hashable {
        /// Millimetres.
        public var width: Double
        public var height: Double
        /// From the top to the first baseline.
        public var baseline: Double
        public var lines: Int
    }

    /// The room that a text takes on paper.
    /// - Throws: `.badArgument` for a font without a size.
    public static func measure(_ text: Text) throws(PaperError) -> Extent {
        var extent = cpaper_extent()
        var message = PaperMessage()
        let status = withTextOfC(text) { cpaper_measure($0, &extent, &message.text) }
        try message.check(status)
        return Extent(width: extent.width, height: extent.height, baseline: extent.baseline, lines: Int(extent.lines))
    }

    /// The modules of a code across and down (1 for bars), without its quiet zone.
    /// - Throws: `.badArgument` when the symbology has no such code.
    public static func modules(of code: Code) throws(PaperError) -> (columns: Int, rows: Int) {
        var columns: UInt32 = 0, rows: UInt32 = 0
        var message = PaperMessage()
        let status = withCodeOfC(code) { cpaper_code_size($0, &columns, &rows, &message.text) }
        try message.check(status)
        return (Int(columns), Int(rows))
    }
}
