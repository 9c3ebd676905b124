import ECG
import Recorders

extension ECGDocument {
    /// A recording as it is printed here: our measurements with a physician's corrections, and the report's conclusion where there is one,
    /// the program's statements otherwise.
    init(_ recording: Recording, _ analysis: ECGAnalysis?, report: ECGReport?, _ wanted: ECGParameters) {
        let leads = LeadSet(recording), language = wanted.language
        let filtered = (try? wanted.filter.apply(leads)) ?? leads
        let measured = analysis.map { PageMeasurements($0.measurements) } ?? PageMeasurements(recording.facts)
        let conclusion = report.map { $0.conclusion.split(separator: "\n").map(String.init) } ?? []
        let statements = analysis?.statements.map { language == .chinese ? $0.chinese : $0.english } ?? recording.facts.statements
        let source: PageCaption.Source = conclusion.isEmpty ? (analysis == nil ? .recorder : .program) : .physician
        var caption = PageCaption(
            recording.facts, measured: measured.corrected(by: report?.corrected ?? [:]),
            statements: conclusion.isEmpty ? statements : conclusion, by: source,
            filters: PageCaption.filters(
                highPass: wanted.filter.highPass, lowPass: wanted.filter.lowPass, notch: wanted.filter.notch, language),
            language: language)
        if let report { caption.sign(report, language) }
        self.init(
            leads: filtered, layout: wanted.layout, scale: wanted.scale, caption: caption, language: language,
            created: recording.facts.recordedAt)
    }
}

extension PageCaption {
    /// Who wrote a report, and who reviewed it.
    fileprivate mutating func sign(_ report: ECGReport, _ language: PageLanguage) {
        let roles = PageCaption.roles(language)
        if let name = report.writtenBy { signatures.append(Signature(role: roles.written, name: name, time: report.writtenAt ?? "")) }
        if let name = report.reviewedBy { signatures.append(Signature(role: roles.reviewed, name: name, time: report.reviewedAt ?? "")) }
    }
}
