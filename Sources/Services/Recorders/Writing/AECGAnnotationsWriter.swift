import ECG

/// The annotation sets of aECG: measurements, statements and marks of the rhythm; waves of the median beat.
enum AECGAnnotationsWriter {
    private static let measurements: [(name: String, code: String, unit: String)] = [
        ("heartRate", "MDC_ECG_HEART_RATE", "bpm"), ("rr", "MDC_ECG_TIME_PD_RR", "ms"), ("p", "MDC_ECG_TIME_PD_P", "ms"),
        ("pr", "MDC_ECG_TIME_PD_PR", "ms"), ("qrs", "MDC_ECG_TIME_PD_QRS", "ms"), ("qt", "MDC_ECG_TIME_PD_QT", "ms"),
        ("qtc", "MDC_ECG_TIME_PD_QTc", "ms"), ("qtcBazett", "MDC_ECG_TIME_PD_QTcB", "ms"), ("qtcFridericia", "MDC_ECG_TIME_PD_QTcF", "ms"),
        ("pAxis", "MDC_ECG_ANGLE_P_FRONT", "deg"), ("qrsAxis", "MDC_ECG_ANGLE_QRS_FRONT", "deg"), ("tAxis", "MDC_ECG_ANGLE_T_FRONT", "deg"),
    ]

    static func write(_ recording: Recording, to xml: inout XMLWriter) {
        let known = measurements.filter { recording.facts.measurements[$0.name] != nil }
        guard !known.isEmpty || !recording.facts.statements.isEmpty || !recording.annotations.isEmpty else { return }
        xml.open("subjectOf")
        xml.open("annotationSet")
        for measurement in known {
            annotation(measurement.code, value: [
                ("xsi:type", "PQ"), ("value", AECGWriter.number(recording.facts.measurements[measurement.name]!)), ("unit", measurement.unit),
            ], to: &xml) { _ in }
        }
        for statement in recording.facts.statements {
            xml.open("component")
            xml.open("annotation")
            xml.empty("code", AECGWriter.code("MDC_ECG_INTERPRETATION_STATEMENT"))
            xml.text("value", statement, [("xsi:type", "ST")])
            xml.close()
            xml.close()
        }
        for mark in recording.annotations {
            let milliseconds = { (samples: Int) in AECGWriter.number(Double(samples) * 1000 / recording.sampleRate) }
            annotation("MDC_ECG_WAVC", value: [("xsi:type", "CE"), ("code", mark.code)], to: &xml) { xml in
                region(low: milliseconds(mark.sample), high: milliseconds(mark.sample + mark.length), lead: mark.lead, to: &xml)
            }
        }
        xml.close()
        xml.close()
    }

    static func write(_ beat: Recording.MedianBeat, to xml: inout XMLWriter) {
        guard !beat.fiducials.isEmpty else { return }
        xml.open("subjectOf")
        xml.open("annotationSet")
        for (wave, code) in [("p", "MDC_ECG_WAVC_PWAVE"), ("qrs", "MDC_ECG_WAVC_QRSWAVE"), ("t", "MDC_ECG_WAVC_TWAVE")] {
            let marks = ["Onset", "Offset"].map { beat.fiducials[wave + $0].map { AECGWriter.number(Double($0) * 1000 / beat.sampleRate) } }
            guard marks.contains(where: { $0 != nil }) else { continue }
            annotation("MDC_ECG_WAVC", value: [("xsi:type", "CE"), ("code", code)], to: &xml) { xml in
                region(low: marks[0], high: marks[1], lead: nil, to: &xml)
            }
        }
        xml.close()
        xml.close()
    }

    private static func annotation(_ code: String, value: [(String, String)], to xml: inout XMLWriter, _ inside: (inout XMLWriter) -> Void) {
        xml.open("component")
        xml.open("annotation")
        xml.empty("code", AECGWriter.code(code))
        xml.empty("value", value)
        inside(&xml)
        xml.close()
        xml.close()
    }

    private static func region(low: String?, high: String?, lead: String?, to xml: inout XMLWriter) {
        xml.open("support")
        xml.open("supportingROI", [("classCode", "ROIBND")])
        xml.empty("code", [("code", "ROIPS"), ("codeSystem", "2.16.840.1.113883.5.4")])
        for name in ["component", "boundary"] { xml.open(name) }
        xml.empty("code", [("code", "TIME_RELATIVE"), ("codeSystem", "2.16.840.1.113883.5.4")])
        xml.open("value", [("xsi:type", "IVL_PQ")])
        if let low { xml.empty("low", [("value", low), ("unit", "ms")]) }
        if let high { xml.empty("high", [("value", high), ("unit", "ms")]) }
        for _ in 0..<3 { xml.close() }
        if let lead {
            for name in ["component", "boundary"] { xml.open(name) }
            xml.empty("code", AECGWriter.code("MDC_ECG_LEAD_" + lead.uppercased()))
            for _ in 0..<2 { xml.close() }
        }
        xml.close()
        xml.close()
    }
}
