import ECG

/// Writes EDF+ (Kemp 2003): records of one second, and a signal of annotations where there are any.
enum EDFWriter {
    static func write(_ recording: Recording) throws(RecordingError) -> [UInt8] {
        let (perRecord, duration) = record(recording)
        let count = (recording.sampleCount + perRecord - 1) / perRecord
        var signals: [Signal] = []
        for lead in recording.leads { signals.append(try Signal(lead)) }
        let lists = annotationLists(recording, count: count, duration: duration)
        let listSize = (lists.map(\.count).max() ?? 0 + 1) / 2 * 2 + 2
        var bytes = header(recording, signals: signals, count: count, duration: duration, perRecord: perRecord, listSize: listSize)
        for record in 0..<count {
            for signal in signals {
                for i in record * perRecord..<(record + 1) * perRecord {
                    let value = i < signal.samples.count ? signal.samples[i] : signal.filler
                    bytes.append(UInt8(truncatingIfNeeded: value))
                    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
                }
            }
            bytes += lists[record] + [UInt8](repeating: 0, count: listSize - lists[record].count)
        }
        return bytes
    }

    /// Samples and seconds of a record: about a second, such that the samples fill whole records and the duration, which has eight
    /// characters, gives the rate exactly. Where no length does, a second; the last record is then filled up.
    private static func record(_ recording: Recording) -> (samples: Int, duration: Double) {
        let rate = recording.sampleRate
        func isExact(_ samples: Int) -> Bool {
            let duration = Double(samples) / rate
            return text(duration).count <= 8 && Double(samples) / duration == rate
        }
        let second = max(Int(rate.rounded()), 1)
        let lengths = (max(second / 4, 1)...second * 2).filter { isExact($0) && recording.sampleCount % $0 == 0 }
        let samples = lengths.min { abs($0 - second) < abs($1 - second) } ?? (1...10).map { second * $0 }.first(where: isExact) ?? second
        return (samples, Double(samples) / rate)
    }

    /// One lead with the range that 16 bits give it.
    private struct Signal {
        let name: String
        let samples: [Int32]
        /// What stands where there is no sample: zero volts.
        let filler: Int32
        let physical: (lowest: String, highest: String)
        let digital: (lowest: Int, highest: Int)

        init(_ lead: Recording.Lead) throws(RecordingError) {
            let zero = Int32(clamping: Int(lead.zero.rounded()))
            name = lead.name
            samples = lead.samples.map { $0 == Recording.Lead.missing ? zero : $0 }
            filler = zero
            guard samples.allSatisfy({ Int16(exactly: $0) != nil }) else {
                throw RecordingError(.edf, .file, "lead \(lead.name) needs more than the 16 bits of EDF")
            }
            (digital, physical) = Self.ranges(lead)
        }

        /// Eight characters hold a limit. Where 32768 units in microvolts are longer, a range is taken whose limits are exact.
        private static func ranges(_ lead: Recording.Lead) -> ((lowest: Int, highest: Int), (lowest: String, highest: String)) {
            for extent in [32768, 32000, 30000, 32760, 32767] {
                let lowest = (Double(-extent) - lead.zero) * lead.scale
                let highest = (Double(min(extent, 32767)) - lead.zero) * lead.scale
                if let low = exact(lowest), let high = exact(highest) { return ((-extent, min(extent, 32767)), (low, high)) }
            }
            let lowest = (-32768 - lead.zero) * lead.scale
            return ((-32768, 32767), (rounded(lowest), rounded((32767 - lead.zero) * lead.scale)))
        }

        private static func exact(_ value: Double) -> String? {
            let text = EDFWriter.text(value)
            return text.count <= 8 && Double(text) == value ? text : nil
        }

        private static func rounded(_ value: Double) -> String { String(EDFWriter.text(value).prefix(8)) }
    }

    /// Without `.0`.
    private static func text(_ value: Double) -> String { Int(exactly: value).map { String($0) } ?? "\(value)" }

    private static func annotationLists(_ recording: Recording, count: Int, duration: Double) -> [[UInt8]] {
        var lists = (0..<count).map { Array("+\(text(Double($0) * duration))\u{14}\u{14}\0".utf8) }
        for mark in recording.annotations {
            let onset = Double(mark.sample) / recording.sampleRate
            let record = min(max(Int(onset / duration), 0), count - 1)
            guard count > 0, onset >= 0 else { continue }
            let length = mark.length > 0 ? "\u{15}\(text(Double(mark.length) / recording.sampleRate))" : ""
            let label = [mark.code, mark.text].filter { !$0.isEmpty }.joined(separator: " ")
            lists[record] += Array("+\(text(onset))\(length)\u{14}\(label)\u{14}\0".utf8)
        }
        return lists
    }

    private static func header(
        _ recording: Recording, signals: [Signal], count: Int, duration: Double, perRecord: Int, listSize: Int
    ) -> [UInt8] {
        let facts = recording.facts
        let start = facts.recordedAt.flatMap { Moment(digitsOf: $0) }
        var header = ByteWriter()
        func field(_ text: String, _ width: Int) {
            let ascii = text.unicodeScalars.map { (32..<127).contains($0.value) ? UInt8($0.value) : UInt8(ascii: "_") }
            header.append((ascii + [UInt8](repeating: 32, count: width)).prefix(width))
        }
        func part(_ text: String?) -> String { text.flatMap { $0.nonEmpty?.replacing(" ", with: "_") } ?? "X" }
        let birth = facts.birthDate.flatMap { Moment(digitsOf: $0) }.map(day) ?? "X"
        field("0", 8)
        field("\(part(facts.patientID)) \(facts.sex == "M" || facts.sex == "F" ? facts.sex! : "X") \(birth) \(part(facts.patientName))", 80)
        field("Startdate \(start.map(day) ?? "X") X X \(part(facts.device))", 80)
        field(start.map { "\(Moment.padded($0.day)).\(Moment.padded($0.month)).\(Moment.padded($0.year % 100))" } ?? "01.01.85", 8)
        field(start.map { "\(Moment.padded($0.hour)).\(Moment.padded($0.minute)).\(Moment.padded($0.second))" } ?? "00.00.00", 8)
        field(String(256 * (signals.count + 2)), 8)
        field("EDF+C", 44)
        field(String(count), 8)
        field(text(duration), 8)
        field(String(signals.count + 1), 4)
        let prefilter = [
            facts.highPassHertz.map { "HP:\(text($0))Hz" }, facts.lowPassHertz.map { "LP:\(text($0))Hz" }, facts.notchHertz.map { "N:\(text($0))Hz" },
        ].compactMap { $0 }.joined(separator: " ")
        for signal in signals { field("ECG \(signal.name)", 16) }
        field("EDF Annotations", 16)
        for _ in 0...signals.count { field("", 80) }
        for _ in signals { field("uV", 8) }
        field("", 8)
        for signal in signals { field(signal.physical.lowest, 8) }
        field("-1", 8)
        for signal in signals { field(signal.physical.highest, 8) }
        field("1", 8)
        for signal in signals { field(String(signal.digital.lowest), 8) }
        field("-32768", 8)
        for signal in signals { field(String(signal.digital.highest), 8) }
        field("32767", 8)
        for _ in signals { field(prefilter, 80) }
        field("", 80)
        for _ in signals { field(String(perRecord), 8) }
        field(String(listSize / 2), 8)
        for _ in 0...signals.count { field("", 32) }
        return header.bytes
    }

    private static func day(_ moment: Moment) -> String {
        let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        return "\(Moment.padded(moment.day))-\(months[moment.month - 1])-\(Moment.padded(moment.year, 4))"
    }
}
