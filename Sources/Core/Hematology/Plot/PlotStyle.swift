public import Paper

/// How a plot is to look: its size, colours and words.
public struct PlotStyle: Sendable, Hashable {
    public enum Density: String, Sendable, Hashable, CaseIterable { case linear, logarithmic, equalised }
    /// Which of the two languages is written; `both` puts Chinese first.
    public enum Language: String, Sendable, Hashable, CaseIterable { case chinese, english, both }

    public var size: PageSize
    public var palette: Palette
    public var density: Density
    public var language: Language
    /// Cells a side into which list-mode events are counted, 128 … 1024.
    public var side: Int

    public init(
        _ size: PageSize = report, palette: Palette = .analyzer, density: Density = .equalised, language: Language = .both, side: Int = 256
    ) {
        self.size = size
        self.palette = palette
        self.density = density
        self.language = language
        self.side = side
    }

    /// Two beside each other on a tube label or a slip.
    public static let label = PageSize(width: 30, height: 22)
    /// Three beside each other across A4.
    public static let report = PageSize(width: 62, height: 46)
    /// As large as a screen shows it; drawn from the same geometry.
    public static let screen = PageSize(width: 240, height: 176)

    /// The height of the letters, millimetres: in proportion, but never too small to print.
    var letter: Double { min(max(size.height * 0.058, 1.9), 7) }
    /// On a label only what cannot be left out is written.
    var isTiny: Bool { size.height < 32 }
    /// The thinnest line, millimetres.
    var hairline: Double { max(0.1, letter * 0.045) }

    /// About what a text takes in letters of this size, millimetres: Chinese characters are square, others about half as wide.
    func width(of text: String) -> Double {
        letter * text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 1 : 0.58) }
    }

    /// One language alone, for where there is little room: Chinese unless English is asked for.
    func shortWords(_ caption: Caption) -> String { language == .english ? caption.english : caption.chinese }

    func words(_ caption: Caption) -> String {
        switch language {
        case .chinese: caption.chinese
        case .english: caption.english
        case .both: caption.chinese == caption.english ? caption.chinese : "\(caption.chinese) \(caption.english)"
        }
    }
}
