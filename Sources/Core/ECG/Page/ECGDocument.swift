public import Paper

/// The pages of one recording.
public struct ECGDocument: Sendable {
    /// Pages of one document: an hour and a half at 25 mm/s.
    public static let mostPages = 500

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

    /// A recording as its file delivered it, with the recorder's own words.
    public init(_ recording: Recording, layout: PageLayout, scale: PageScale, language: PageLanguage, colors: PageColors = .paper) {
        let facts = recording.facts
        let caption = PageCaption(
            facts, measured: PageMeasurements(facts), statements: facts.statements, by: .recorder, language: language)
        self.init(
            leads: LeadSet(recording), layout: layout, scale: scale, caption: caption, language: language, colors: colors,
            created: facts.recordedAt)
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
