import ECG
import Foundation

/// HL7 Annotated ECG (ANSI/HL7 V3 ECG R1-2004, the FDA's XML).
enum AECGParser: XMLRecordingParser {
    static let format = RecordingFormat.aecg

    static func recognises(_ root: XMLNode) -> Bool { root.name == "AnnotatedECG" }

    static func read(_ root: XMLNode) throws(RecordingError) -> Reading {
        let allSeries = root.all("component").compactMap { $0["series"] }
        guard let series = allSeries.first(where: { $0["code"]?.attribute("code") == "RHYTHM" }) ?? allSeries.first else {
            throw root.failure(format, "there is no series")
        }
        let rhythm = try AECGSequences(of: series)
        var recording = Recording(sampleRate: rhythm.sampleRate, leads: rhythm.leads)
        recording.facts = facts(root, series)
        if recording.facts.recordedAt == nil { recording.facts.recordedAt = rhythm.start.flatMap { Moment(digitsOf: $0)?.text } }
        let clock = AECGClock(start: rhythm.start, sampleRate: rhythm.sampleRate)
        for annotation in annotations(of: series) { collect(annotation, clock: clock, into: &recording) }
        if let derived = series.find("derivation", "derivedSeries") { recording.medianBeat = try medianBeat(derived) }
        var warnings: [String] = []
        if allSeries.count > 1 { warnings.append("the file has \(allSeries.count) series; the rhythm was read") }
        return Reading(recording: recording, warnings: warnings)
    }

    private static func annotations(of series: XMLNode) -> [XMLNode] {
        series.all("subjectOf").flatMap { $0.all("annotationSet") }.flatMap { $0.all("component") }.compactMap { $0["annotation"] }
    }

    /// An annotation says what it is by its code or its value, and where by a region of interest; it may contain others.
    private static func collect(_ annotation: XMLNode, clock: AECGClock, into recording: inout Recording) {
        let code = annotation["code"]?.attribute("code") ?? ""
        let value = annotation["value"]
        if let number = value?.attributeNumber("value") {
            if let name = AECGNames.measurements[code], recording.facts.measurements[name] == nil {
                recording.facts.measurements[name] = number
            }
        } else if code.hasPrefix("MDC_ECG_INTERPRETATION") || code == "MDC_ECG_RHY" {
            let text = value?.value ?? value?.attribute("displayName") ?? value?.attribute("code")
            if let text { recording.facts.statements.append(text) }
        }
        if let region = annotation.find("support", "supportingROI"), let mark = clock.annotation(code: value?.attribute("code") ?? code, region) {
            recording.annotations.append(mark)
        }
        for inner in annotation.all("component").compactMap({ $0["annotation"] }) { collect(inner, clock: clock, into: &recording) }
    }

    /// The representative beat, with the waves that are marked in it.
    private static func medianBeat(_ series: XMLNode) throws(RecordingError) -> Recording.MedianBeat? {
        guard series["component"] != nil else { return nil }
        let beat = try AECGSequences(of: series)
        var median = Recording.MedianBeat(sampleRate: beat.sampleRate, leads: beat.leads)
        let clock = AECGClock(start: nil, sampleRate: beat.sampleRate)
        for annotation in annotations(of: series) {
            guard let wave = AECGNames.waves[annotation["value"]?.attribute("code") ?? ""],
                let value = annotation.find("support", "supportingROI", "component", "boundary", "value")
            else { continue }
            median.fiducials[wave + "Onset"] = value["low"].flatMap { clock.sample($0) }
            median.fiducials[wave + "Offset"] = value["high"].flatMap { clock.sample($0) }
        }
        return median
    }

    private static func facts(_ root: XMLNode, _ series: XMLNode) -> Recording.Facts {
        var facts = Recording.Facts()
        if let subject = root.descendants("trialSubject").first {
            facts.patientID = subject["id"]?.attribute("extension")
            let person = subject["subjectDemographicPerson"]
            facts.patientName = person?["name"].flatMap(AECGNames.personName)
            facts.sex = person?["administrativeGenderCode"]?.attribute("code").flatMap(Sex.code)
            facts.birthDate = person?["birthTime"]?.attribute("value").flatMap { Moment(digitsOf: $0)?.dateText }
        }
        for control in root.all("controlVariable").flatMap({ $0.children }) where control["code"]?.attribute("code") == "21612-7" {
            facts.ageYears = control["value"]?.attributeNumber("value")
        }
        let time = series.find("effectiveTime", "low") ?? root.find("effectiveTime", "low") ?? root.find("effectiveTime", "center")
        facts.recordedAt = time?.attribute("value").flatMap { Moment(digitsOf: $0)?.text }
        if let author = series.find("author", "seriesAuthor") {
            let device = author["manufacturedSeriesDevice"]
            let words = [author.find("manufacturerOrganization", "name")?.value, device?.string("manufacturerModelName"), device?.string("softwareName")]
            facts.device = words.compactMap { $0 }.joined(separator: " ").nonEmpty
        }
        facts.institution = root.find("location", "testingSite", "location", "name")?.value ?? root.descendants("trialSite").first?.find("location", "name")?.value
        for variable in series.all("controlVariable").compactMap({ $0["controlVariable"] }) { readFilter(variable, into: &facts) }
        return facts
    }

    private static func readFilter(_ variable: XMLNode, into facts: inout Recording.Facts) {
        let frequency = variable.all("component").compactMap { $0["controlVariable"] }.first {
            ($0["code"]?.attribute("code") ?? "").hasSuffix("FREQ")
        }?["value"]?.attributeNumber("value")
        switch variable["code"]?.attribute("code") {
        case "MDC_ECG_CTL_VBL_ATTR_FILTER_LOW_PASS": facts.lowPassHertz = frequency
        case "MDC_ECG_CTL_VBL_ATTR_FILTER_HIGH_PASS": facts.highPassHertz = frequency
        case "MDC_ECG_CTL_VBL_ATTR_FILTER_NOTCH": facts.notchHertz = frequency
        default: break
        }
    }
}
