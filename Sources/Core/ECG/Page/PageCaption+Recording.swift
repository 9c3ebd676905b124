extension PageCaption {
    /// Where statements come from.
    public enum Source: Sendable, Hashable { case program, recorder, physician }

    /// The words for a recording.
    /// - Parameters:
    ///   - measured: ours, corrected ones, or the recorder's.
    ///   - filters: what the wave was filtered with for this page.
    public init(
        _ facts: Recording.Facts, measured: PageMeasurements, statements: [String], by source: Source,
        filters: String? = nil, language: PageLanguage = .chinese
    ) {
        self.init()
        title = language(.title)
        institution = facts.institution ?? ""
        patient = Self.patient(facts, language)
        measurements = measured.entries(language)
        statementsTitle = switch source {
        case .program: language(.byProgram)
        case .recorder: language(.byRecorder)
        case .physician: language(.conclusion)
        }
        self.statements = statements
        self.filters = filters ?? Self.filters(highPass: facts.highPassHertz, lowPass: facts.lowPassHertz, notch: facts.notchHertz, language)
        device = facts.device ?? ""
        note = source == .physician ? "" : language(.assists)
    }

    public mutating func number(page: Int, of pages: Int, _ language: PageLanguage) {
        self.page = language(.page).replacing("{0}", with: String(page)).replacing("{1}", with: String(pages))
    }

    /// What those who sign a report are called.
    public static func roles(_ language: PageLanguage) -> (written: String, reviewed: String) {
        (language(.written), language(.reviewed))
    }

    /// Such as `0.05–150 Hz  50 Hz 陷波`.
    public static func filters(highPass: Double?, lowPass: Double?, notch: Double?, _ language: PageLanguage) -> String {
        let band = switch (highPass ?? 0, lowPass ?? 0) {
        case (0, 0): ""
        case (let high, 0): "≥ \(high.short) Hz"
        case (0, let low): "≤ \(low.short) Hz"
        case (let high, let low): "\(high.short)–\(low.short) Hz"
        }
        let mains = (notch ?? 0) > 0 ? "\(notch!.short) Hz \(language(.notch))" : ""
        return [band, mains].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private static func patient(_ facts: Recording.Facts, _ language: PageLanguage) -> [Entry] {
        let sex = switch facts.sex {
        case "M": language(.male)
        case "F": language(.female)
        case "O": language(.otherSex)
        default: "—"
        }
        let age = facts.ageYears.map { "\($0.short) \(language(.years))" } ?? "—"
        let time = facts.recordedAt?.replacing("T", with: " ")
        return [
            Entry(language(.name), facts.patientName ?? "—"), Entry("\(language(.sex))/\(language(.age))", "\(sex)  \(age)"),
            Entry(language(.number), facts.patientID ?? "—"), Entry(language(.time), time ?? "—"),
        ]
    }
}

extension PageMeasurements {
    func entries(_ language: PageLanguage) -> [PageCaption.Entry] {
        func text(_ values: Double?..., unit: String) -> String {
            let numbers = values.map { $0.map { "\(Int($0.rounded()))" } ?? "—" }
            return values.allSatisfy { $0 == nil } ? "—" : "\(numbers.joined(separator: "/")) \(unit)"
        }
        func millivolts(_ values: Double?...) -> String {
            values.contains { $0 == nil } ? "—" : values.map { $0!.hundredths }.joined(separator: "/") + " mV"
        }
        func entry(_ name: PageLanguage.Word, _ value: String, of places: String...) -> PageCaption.Entry {
            PageCaption.Entry(language(name), value, isCorrected: !correctedNames.isDisjoint(with: places))
        }
        let axes = text(pAxis, qrsAxis, tAxis, unit: "°").replacing(" °", with: "°")
        var entries = [
            entry(.rate, text(heartRate, unit: "bpm"), of: "heartRate"), entry(.pr, text(pr, unit: "ms"), of: "pr"),
            entry(.qrs, text(qrs, unit: "ms"), of: "qrs"), entry(.qt, text(qt, qtc, unit: "ms"), of: "qt", "qtc.bazett"),
            entry(.axes, axes, of: "axes.p", "axes.qrs", "axes.t"),
        ]
        if let rv5, let sv1 {
            entries.append(.init(language(.rv5sv1), millivolts(rv5, sv1)))
            entries.append(.init(language(.sum), millivolts(rv5 + sv1)))
        }
        if let qtcFormula, qtc != nil { entries.append(.init(language(.formula), qtcFormula)) }
        return entries
    }
}

extension Double {
    /// Without `.0`, and with at most two decimals.
    var short: String {
        let rounded = (self * 100).rounded() / 100
        return rounded == rounded.rounded() && abs(rounded) < 1e9 ? String(Int(rounded)) : String(rounded)
    }

    var hundredths: String {
        let cents = Int((abs(self) * 100).rounded())
        return "\(self < 0 && cents > 0 ? "-" : "")\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }
}
