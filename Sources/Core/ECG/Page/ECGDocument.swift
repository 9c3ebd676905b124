public import Paper

/// The pages of one recording.
public struct ECGDocument: Sendable {
    /// Pages of one document: an hour and a half at 25 mm/s.
    public static let mostPages = 500

    /// Seconds; hours are not measured for a page of ten seconds.
    private static let longestAnalysis = 900.0
    /// What a line of signatures takes below the wave, millimetres.
    private static let signatureHeight = 5.0

    private let leads: LeadSet
    private let layout: PageLayout
    private let scale: PageScale
    private let caption: PageCaption
    private let language: PageLanguage
    private let colors: PageColors
    public let description: Paper.Description

    /// - Parameters:
    ///   - leads: what is drawn, filtered or not.
    ///   - caption: the words of every page; pages are numbered here.
    public init(
        leads: LeadSet, layout: PageLayout, scale: PageScale, caption: PageCaption, language: PageLanguage, colors: PageColors = .paper,
        created: String? = nil
    ) {
        self.leads = leads
        self.layout = layout.fitting(leads.names)
        self.scale = scale
        self.caption = caption
        self.language = language
        self.colors = colors
        description = Paper.Description(title: caption.title, author: caption.institution, created: created)
    }

    /// A recording with what the program makes of it, or, where that is nothing, with the recorder's own words.
    /// - Parameter filter: what the wave is filtered with for this page alone; measurements are taken from the recording itself.
    public init(
        _ recording: Recording, filter: DisplayFilter, layout: PageLayout, scale: PageScale, language: PageLanguage,
        colors: PageColors = .paper
    ) {
        let leads = LeadSet(recording)
        let analysis = recording.duration <= Self.longestAnalysis ? try? ECGAnalysis(recording) : nil
        let statements = analysis?.statements.map { language == .chinese ? $0.chinese : $0.english }
        let caption = PageCaption(
            recording.facts, measured: analysis.map { PageMeasurements($0.measurements) } ?? PageMeasurements(recording.facts),
            statements: statements ?? recording.facts.statements, by: analysis == nil ? .recorder : .program,
            filters: PageCaption.filters(highPass: filter.highPass, lowPass: filter.lowPass, notch: filter.notch, language),
            language: language)
        self.init(
            leads: (try? filter.apply(leads)) ?? leads, layout: layout, scale: scale, caption: caption, language: language, colors: colors,
            created: recording.facts.recordedAt)
    }

    /// Seconds that a page shows.
    public var secondsOfPage: Double { PageGeometry.seconds(scale: scale) }

    /// The page that begins at `start` seconds, numbered by itself.
    public func page(from start: Double) -> Drawing { page(from: start, number: 1, of: 1) }

    /// Every page from `start` seconds to the end, `mostPages` at most.
    public func all(from start: Double) -> [Drawing] {
        let left = max(leads.duration - start, 0)
        let count = min(max(Int((left / secondsOfPage - 0.01).rounded(.up)), 1), Self.mostPages)
        return (0..<count).map { page(from: start + Double($0) * secondsOfPage, number: $0 + 1, of: count) }
    }

    private func page(from start: Double, number: Int, of count: Int) -> Drawing {
        var caption = caption
        caption.number(page: number, of: count, language)
        let signed = caption.signatures.isEmpty ? 0 : Self.signatureHeight
        let geometry = PageGeometry(
            layout: layout, scale: scale, start: start, recorded: leads.duration, footerHeight: PageGeometry.footerHeight + signed)
        return ECGPage(leads: leads, geometry: geometry, caption: caption, colors: colors).drawing
    }
}
