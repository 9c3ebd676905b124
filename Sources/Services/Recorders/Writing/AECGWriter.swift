import ECG

/// Writes HL7 Annotated ECG (ANSI/HL7 V3 ECG R1-2004).
enum AECGWriter {
    static func write(_ recording: Recording) throws(RecordingError) -> [UInt8] {
        let facts = recording.facts
        let start = facts.recordedAt.flatMap { Moment(digitsOf: $0) }
        let begin = start.map { $0.compactDate + $0.compactTime } ?? "19700101000000"
        var xml = XMLWriter()
        xml.open("AnnotatedECG", [("xmlns", "urn:hl7-org:v3"), ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"), ("type", "Observation")])
        xml.empty("id", [("root", facts.other["sopInstanceUID"] ?? "2.25.1")])
        xml.empty("code", [("code", "93000"), ("codeSystem", "2.16.840.1.113883.6.12"), ("codeSystemName", "CPT-4")])
        xml.open("effectiveTime")
        xml.empty("center", [("value", begin)])
        xml.close()
        write(subject: facts, to: &xml)
        if let institution = facts.institution {
            for name in ["location", "testingSite", "location"] { xml.open(name) }
            xml.text("name", institution)
            for _ in 0..<3 { xml.close() }
        }
        if let age = facts.ageYears {
            xml.open("controlVariable")
            xml.open("relatedObservation")
            xml.empty("code", [("code", "21612-7"), ("codeSystem", "2.16.840.1.113883.6.1"), ("displayName", "Reported Age")])
            xml.empty("value", [("xsi:type", "PQ"), ("value", number(age)), ("unit", "a")])
            xml.close()
            xml.close()
        }
        xml.open("component")
        xml.open("series")
        xml.empty("code", [("code", "RHYTHM"), ("codeSystem", "2.16.840.1.113883.5.4")])
        xml.open("effectiveTime")
        xml.empty("low", [("value", begin)])
        xml.close()
        write(device: facts, to: &xml)
        write(filters: facts, to: &xml)
        write(sequences: recording.leads, sampleRate: recording.sampleRate, head: begin + ".000", to: &xml)
        AECGAnnotationsWriter.write(recording, to: &xml)
        if let beat = recording.medianBeat {
            xml.open("derivation")
            xml.open("derivedSeries")
            xml.empty("code", [("code", "REPRESENTATIVE_BEAT"), ("codeSystem", "2.16.840.1.113883.5.4")])
            write(sequences: beat.leads, sampleRate: beat.sampleRate, head: nil, to: &xml)
            AECGAnnotationsWriter.write(beat, to: &xml)
            xml.close()
            xml.close()
        }
        for _ in 0..<3 { xml.close() }
        return xml.bytes
    }

    private static func write(subject facts: Recording.Facts, to xml: inout XMLWriter) {
        for name in ["componentOf", "timepointEvent", "componentOf", "subjectAssignment", "subject", "trialSubject"] { xml.open(name) }
        xml.empty("id", [("root", "2.25.1"), ("extension", facts.patientID ?? "")])
        xml.open("subjectDemographicPerson")
        if let name = facts.patientName { xml.text("name", name) }
        if let sex = facts.sex { xml.empty("administrativeGenderCode", [("code", sex == "O" ? "UN" : sex), ("codeSystem", "2.16.840.1.113883.5.1")]) }
        if let birth = facts.birthDate.flatMap({ Moment(digitsOf: $0) }) { xml.empty("birthTime", [("value", birth.compactDate)]) }
        for _ in 0..<7 { xml.close() }
    }

    private static func write(device facts: Recording.Facts, to xml: inout XMLWriter) {
        guard let device = facts.device else { return }
        for name in ["author", "seriesAuthor", "manufacturedSeriesDevice"] { xml.open(name) }
        xml.text("manufacturerModelName", device)
        for _ in 0..<3 { xml.close() }
    }

    private static func write(filters facts: Recording.Facts, to xml: inout XMLWriter) {
        let filters: [(String, String, Double?)] = [
            ("LOW_PASS", "CUTOFF_FREQ", facts.lowPassHertz), ("HIGH_PASS", "CUTOFF_FREQ", facts.highPassHertz), ("NOTCH", "NOTCH_FREQ", facts.notchHertz),
        ]
        for (kind, field, hertz) in filters {
            guard let hertz else { continue }
            for name in ["controlVariable", "controlVariable"] { xml.open(name) }
            xml.empty("code", code("MDC_ECG_CTL_VBL_ATTR_FILTER_\(kind)"))
            for name in ["component", "controlVariable"] { xml.open(name) }
            xml.empty("code", code("MDC_ECG_CTL_VBL_ATTR_FILTER_\(field)"))
            xml.empty("value", [("xsi:type", "PQ"), ("value", number(hertz)), ("unit", "Hz")])
            for _ in 0..<4 { xml.close() }
        }
    }

    /// - Parameter head: the time of the first sample; nil for times that are relative.
    private static func write(sequences leads: [Recording.Lead], sampleRate: Double, head: String?, to xml: inout XMLWriter) {
        xml.open("component")
        xml.open("sequenceSet")
        xml.open("component")
        xml.open("sequence")
        xml.empty("code", [("code", head == nil ? "TIME_RELATIVE" : "TIME_ABSOLUTE"), ("codeSystem", "2.16.840.1.113883.5.4")])
        xml.open("value", [("xsi:type", head == nil ? "GLIST_PQ" : "GLIST_TS")])
        xml.empty("head", head.map { [("value", $0)] } ?? [("value", "0.000"), ("unit", "s")])
        xml.empty("increment", [("value", number(1 / sampleRate)), ("unit", "s")])
        for _ in 0..<3 { xml.close() }
        for lead in leads {
            for name in ["component", "sequence"] { xml.open(name) }
            xml.empty("code", code("MDC_ECG_LEAD_" + lead.name.uppercased()))
            xml.open("value", [("xsi:type", "SLIST_PQ")])
            xml.empty("origin", [("value", number(lead.zero == 0 ? 0 : -lead.zero * lead.scale)), ("unit", "uV")])
            xml.empty("scale", [("value", number(lead.scale)), ("unit", "uV")])
            let zero = Int32(clamping: Int(lead.zero.rounded()))
            xml.text("digits", lead.samples.map { String($0 == Recording.Lead.missing ? zero : $0) }.joined(separator: " "))
            for _ in 0..<3 { xml.close() }
        }
        xml.close()
        xml.close()
    }

    static func code(_ code: String) -> [(String, String)] {
        [("code", code), ("codeSystem", "2.16.840.1.113883.6.24"), ("codeSystemName", "MDC")]
    }

    static func number(_ value: Double) -> String { Int(exactly: value).map { String($0) } ?? "\(value)" }
}
