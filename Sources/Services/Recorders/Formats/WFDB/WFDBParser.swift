import ECG

/// Records of the Waveform Database: a header, signal files and annotation files beside each other.
enum WFDBParser: RecordingParser {
    static let format = RecordingFormat.wfdb

    /// A header, or one of the files that belong to one.
    static func recognises(_ source: RecordingSource) -> Bool {
        if WFDBHeader.recognises(source.bytes) { return true }
        guard let header = source.sibling(stem(of: source.name) + ".hea") else { return false }
        return WFDBHeader.recognises(header)
    }

    static func read(_ source: RecordingSource) throws(RecordingError) -> Reading {
        let isHeader = WFDBHeader.recognises(source.bytes)
        guard let bytes = isHeader ? source.bytes : source.sibling(stem(of: source.name) + ".hea") else {
            throw RecordingError(.wfdb, .file, "there is no header \(stem(of: source.name)).hea")
        }
        let header = try WFDBHeader(bytes)
        var reading = header.segments.isEmpty
            ? try WFDBSignals(header, source: source).reading()
            : try WFDBSegments(header, source: source).reading()
        reading.recording.facts = facts(of: header, keeping: reading.recording.facts)
        try annotate(&reading, record: stem(of: source.name).nonEmpty ?? header.record, source: source)
        return reading
    }

    static func stem(of name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// Beats and marks: the reference annotations `atr`, and those an annotator made for one lead in a file named after it.
    private static func annotate(_ reading: inout Reading, record: String, source: RecordingSource) throws(RecordingError) {
        let rate = reading.recording.sampleRate
        let files = [("atr", String?.none)] + reading.recording.leads.map { ($0.name.lowercased(), Optional($0.name)) }
        for (suffix, lead) in files {
            guard let bytes = source.sibling("\(record).\(suffix)") else { continue }
            do {
                reading.recording.annotations += try WFDBAnnotation.read(bytes, sampleRate: rate).map {
                    Recording.Annotation(sample: $0.sample, code: $0.symbol, text: $0.text, lead: lead)
                }
            } catch {
                reading.warnings.append("\(record).\(suffix): \(error.message)")
            }
        }
    }

    /// Comments are free text; PhysioNet's records write `age: 51`, `<sex>: F`, or begin with age and sex.
    private static func facts(of header: WFDBHeader, keeping facts: Recording.Facts) -> Recording.Facts {
        var facts = facts
        facts.recordedAt = header.recordedAt
        facts.patientID = header.record.nonEmpty
        for comment in header.comments {
            let parts = comment.split(separator: ":", maxSplits: 1).map { $0.trimmed }
            let key = parts.first?.trimmingBrackets.lowercased() ?? ""
            let value = parts.count > 1 ? parts[1] : ""
            switch key {
            case "age": facts.ageYears = Double(value) ?? facts.ageYears
            case "sex", "gender": facts.sex = Sex.code(value) ?? facts.sex
            default: break
            }
        }
        if facts.ageYears == nil, let words = header.comments.first?.split(separator: " "), words.count >= 2, let age = Double(words[0]), age > 0,
            let sex = Sex.code(String(words[1])) {
            facts.ageYears = age
            facts.sex = sex
        }
        if !header.comments.isEmpty { facts.other["comments"] = header.comments.joined(separator: "\n") }
        return facts
    }
}

extension String {
    fileprivate var trimmingBrackets: String { filter { $0 != "<" && $0 != ">" } }
}
