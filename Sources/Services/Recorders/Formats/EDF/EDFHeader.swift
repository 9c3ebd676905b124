import ECG
import TextCoding

/// The header of an EDF file: 256 bytes, and 256 for each signal, all of them text.
struct EDFHeader {
    struct Signal {
        var label = ""
        var unit = ""
        var physical = (lowest: 0.0, highest: 0.0)
        var digital = (lowest: 0.0, highest: 0.0)
        var prefilter = ""
        var samplesPerRecord = 0

        var isAnnotations: Bool { label == "EDF Annotations" || label == "BDF Annotations" }

        /// Physical units of one digital unit.
        private var gain: Double { (physical.highest - physical.lowest) / (digital.highest - digital.lowest) }
        /// Microvolts of one unit.
        var scale: Double { gain * (Voltage.microvolts(ofOne: unit.isEmpty ? "uV" : unit) ?? 1) }
        var zero: Double { digital.lowest - physical.lowest / gain }
    }

    let bytesPerSample: Int
    let length: Int
    /// -1 where the recorder did not close the file.
    let recordCount: Int
    /// Seconds.
    let recordDuration: Double
    let isDiscontinuous: Bool
    private(set) var signals: [Signal] = []
    private(set) var facts = Recording.Facts()

    init(_ bytes: [UInt8]) throws(RecordingError) {
        var fields = EDFFields(bytes)
        bytesPerSample = bytes[0] == 0xff ? 3 : 2
        _ = try fields.text(8)
        let patient = try fields.text(80)
        let recording = try fields.text(80)
        let date = try fields.text(8)
        let time = try fields.text(8)
        length = try fields.integer(8, "the length of the header")
        let kind = try fields.text(44)
        isDiscontinuous = kind.hasPrefix("EDF+D") || kind.hasPrefix("BDF+D")
        recordCount = try fields.integer(8, "the number of records")
        recordDuration = try fields.number(8, "the duration of a record")
        let count = try fields.integer(4, "the number of signals")
        guard (1...Recording.mostLeads).contains(count), recordDuration >= 0, recordDuration < 1e6 else {
            throw RecordingError(.edf, .offset(244), "\(count) signals in records of \(recordDuration) s")
        }
        guard length == 256 * (count + 1), length <= bytes.count else {
            throw RecordingError(.edf, .offset(184), "the header of \(count) signals is said to have \(length) bytes, the file has \(bytes.count)")
        }
        signals = [Signal](repeating: Signal(), count: count)
        try readSignals(&fields)
        facts = Self.facts(patient: patient, recording: recording, isPlus: kind.hasPrefix("EDF+") || kind.hasPrefix("BDF+"))
        // The day in the recording's text has four digits for its year, the one beside the time has two.
        let start = Self.moment(date: date, time: time)?.text
        facts.recordedAt = facts.recordedAt.map { String($0.prefix(10)) + String(start?.dropFirst(10) ?? "T00:00:00") } ?? start
    }

    /// Signals that are leads: those that name themselves so, and where none does, every voltage that is not of the brain, the eyes
    /// or a muscle.
    var ecgSignals: [Int] {
        let voltages = signals.indices.filter { !signals[$0].isAnnotations && Voltage.microvolts(ofOne: signals[$0].unit) != nil }
        let named = voltages.filter {
            let label = signals[$0].label.uppercased()
            return label.hasPrefix("ECG") || label.hasPrefix("EKG") || LeadName.isKnown(label)
        }
        guard named.isEmpty else { return named }
        return voltages.filter { index in !["EEG", "EOG", "EMG"].contains { signals[index].label.uppercased().hasPrefix($0) } }
    }

    private mutating func readSignals(_ fields: inout EDFFields) throws(RecordingError) {
        for i in signals.indices { signals[i].label = try fields.text(16) }
        for _ in signals.indices { _ = try fields.text(80) }
        for i in signals.indices { signals[i].unit = try fields.text(8) }
        for i in signals.indices { signals[i].physical.lowest = try fields.number(8, "the physical minimum") }
        for i in signals.indices { signals[i].physical.highest = try fields.number(8, "the physical maximum") }
        for i in signals.indices { signals[i].digital.lowest = try fields.number(8, "the digital minimum") }
        for i in signals.indices { signals[i].digital.highest = try fields.number(8, "the digital maximum") }
        for i in signals.indices { signals[i].prefilter = try fields.text(80) }
        for i in signals.indices {
            signals[i].samplesPerRecord = try fields.integer(8, "the samples in a record")
            guard (0...10_000_000).contains(signals[i].samplesPerRecord) else { throw fields.failure("\(signals[i].samplesPerRecord) samples in a record") }
            let isScaled = signals[i].digital.highest != signals[i].digital.lowest && signals[i].physical.highest != signals[i].physical.lowest
            guard isScaled || signals[i].isAnnotations else { throw fields.failure("signal “\(signals[i].label)” has no range") }
        }
    }

    /// `dd.mm.yy`, of 1985 to 2084, and `hh.mm.ss`.
    private static func moment(date: String, time: String) -> Moment? {
        let day = date.split(separator: ".").compactMap { Int($0) }
        let clock = time.split(whereSeparator: { $0 == "." || $0 == ":" }).compactMap { Int($0) }
        guard day.count == 3, clock.count == 3 else { return nil }
        return Moment(year: day[2] + (day[2] < 85 ? 2000 : 1900), month: day[1], day: day[0], hour: clock[0], minute: clock[1], second: clock[2])
    }

    /// In EDF+ the two texts have parts between spaces, `X` for what is not known: code, sex, birthday and name; day, number,
    /// investigator and equipment.
    private static func facts(patient: String, recording: String, isPlus: Bool) -> Recording.Facts {
        var facts = Recording.Facts()
        guard isPlus else {
            facts.patientName = patient.nonEmpty
            facts.other["recording"] = recording.nonEmpty
            return facts
        }
        let person = parts(patient)
        facts.patientID = person[0]
        facts.sex = person[1].flatMap(Sex.code)
        facts.birthDate = person[2].flatMap(day)?.dateText
        facts.patientName = person[3]
        let session = parts(recording.hasPrefix("Startdate ") ? String(recording.dropFirst(10)) : recording)
        facts.recordedAt = session[0].flatMap(day)?.text
        facts.other["administrationCode"] = session[1]
        facts.other["technician"] = session[2]
        facts.device = session[3]
        return facts
    }

    private static func parts(_ text: String) -> [String?] {
        let words: [String?] = text.split(separator: " ").map { $0 == "X" ? nil : String($0).replacing("_", with: " ") }
        return words + [String?](repeating: nil, count: max(4 - words.count, 0))
    }

    /// `02-MAY-1951`
    private static func day(_ text: String) -> Moment? {
        let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        let words = text.split(separator: "-").map(String.init)
        guard words.count == 3, let day = Int(words[0]), let month = months.firstIndex(of: words[1].uppercased()), let year = Int(words[2]) else { return nil }
        return Moment(year: year, month: month + 1, day: day)
    }

    /// `HP:0.05Hz LP:150Hz N:50Hz`
    static func frequency(_ mark: String, in prefilter: String) -> Double? {
        for word in prefilter.split(separator: " ") where word.hasPrefix(mark) {
            return Double(word.dropFirst(mark.count).prefix { $0.isASCIIDigit || $0 == "." })
        }
        return nil
    }
}

/// Text fields of fixed width, one after another.
struct EDFFields {
    private var reader: ByteReader

    init(_ bytes: [UInt8]) { reader = ByteReader(bytes, .edf) }

    func failure(_ message: String) -> RecordingError { reader.failure(message) }

    mutating func text(_ width: Int) throws(RecordingError) -> String {
        UndeclaredText.decode(try reader.take(width, "the header")).trimmed
    }

    mutating func number(_ width: Int, _ what: String) throws(RecordingError) -> Double {
        let place = reader.position
        let text = try text(width)
        // Some writers use a comma, or leave unused fields of annotations empty.
        guard let number = Double(text.replacing(",", with: ".")), number.isFinite else {
            throw RecordingError(.edf, .offset(place), "\(what) is “\(text)”, not a number")
        }
        return number
    }

    mutating func integer(_ width: Int, _ what: String) throws(RecordingError) -> Int {
        let place = reader.position
        guard let integer = Int(exactly: try number(width, what)) else { throw RecordingError(.edf, .offset(place), "\(what) is not whole") }
        return integer
    }
}
