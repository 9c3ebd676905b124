import ECG

/// What the recorder measured (section 7) and said (section 8).
enum SCPMeasurements {
    /// Numbers that stand for none (5.10.2): not computed, rejected, unknown; an axis of 999 likewise.
    private static let none: Set<Int> = [29999, 29998, 19999, 999, 0xffff]

    static func add(to recording: inout Recording, from container: SCPContainer) throws(RecordingError) {
        guard var reader = container.reader(of: 7), reader.remaining >= 6 else { return }
        let beats = try reader.byte("the number of measured beats")
        let spikes = try reader.byte("the number of pacemaker spikes")
        var values: [String: Int] = [:]
        values["rr"] = try reader.u16("the RR interval")
        values["pp"] = try reader.u16("the PP interval")
        for beat in 0..<beats where reader.remaining >= 16 {
            let marks = try marks(&reader)
            if beat == 0 { apply(marks, to: &recording, values: &values) }
        }
        // Spikes with their time in milliseconds, then what is known of each.
        for _ in 0..<spikes where reader.remaining >= 4 {
            let time = try reader.u16("a pacemaker spike")
            let amplitude = try reader.i16("a pacemaker spike")
            guard let sample = Int(exactly: (Double(time) * recording.sampleRate / 1000).rounded()) else { continue }
            recording.annotations.append(Recording.Annotation(sample: sample, code: "pacemaker", text: "\(amplitude) µV"))
        }
        if reader.remaining >= spikes * 6 { try reader.skip(spikes * 6, "pacemaker spikes") }
        if reader.remaining >= 2 {
            let complexes = try reader.u16("the number of beats")
            if reader.remaining >= complexes { try reader.skip(complexes, "kinds of beats") }
        }
        if reader.remaining >= 6 {
            values["heartRate"] = try reader.u16("the ventricular rate")
            values["atrialRate"] = try reader.u16("the atrial rate")
            values["qtc"] = try reader.u16("the corrected QT")
        }
        for (name, value) in values where !none.contains(value) && (value != 0 || name.hasSuffix("Axis")) {
            recording.facts.measurements[name] = Double(value)
        }
    }

    private static func marks(_ reader: inout ByteReader) throws(RecordingError) -> [Int] {
        var marks: [Int] = []
        for index in 0..<8 { marks.append(index < 5 ? try reader.u16("a measurement") : try reader.i16("a measurement")) }
        return marks
    }

    /// P onset and end, QRS onset and end and T end in milliseconds of the reference beat; axes of P, QRS and T in degrees.
    private static func apply(_ marks: [Int], to recording: inout Recording, values: inout [String: Int]) {
        func interval(_ from: Int, _ to: Int) -> Int? {
            none.contains(marks[from]) || none.contains(marks[to]) || marks[to] <= marks[from] ? nil : marks[to] - marks[from]
        }
        values["p"] = interval(0, 1)
        values["pr"] = interval(0, 2)
        values["qrs"] = interval(2, 3)
        values["qt"] = interval(2, 4)
        for (name, index) in [("pAxis", 5), ("qrsAxis", 6), ("tAxis", 7)] { values[name] = marks[index] }
        guard let rate = recording.medianBeat?.sampleRate else { return }
        for (index, name) in ["pOnset", "pOffset", "qrsOnset", "qrsOffset", "tOffset"].enumerated() where !none.contains(marks[index]) {
            recording.medianBeat?.fiducials[name] = Int(exactly: (Double(marks[index]) * rate / 1000).rounded())
        }
    }

    /// Section 8: statements in plain text.
    static func statements(_ container: SCPContainer) throws(RecordingError) -> [String] {
        guard var reader = container.reader(of: 8), reader.remaining >= 9 else { return [] }
        try reader.skip(8, "the header of the statements")
        var statements: [String] = []
        for _ in 0..<(try reader.byte("the number of statements")) {
            try reader.skip(1, "a statement")
            let length = try reader.u16("a statement")
            if let text = SCPDemographics.text(try reader.take(length, "a statement")) { statements.append(text) }
        }
        return statements
    }
}
