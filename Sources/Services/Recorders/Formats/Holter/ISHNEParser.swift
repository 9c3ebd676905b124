import ECG
import TextCoding

/// The Holter format of ISHNE (Badilini 1998): a header of 522 bytes, a block of variable length, then samples of 16 bits, lead
/// after lead for each moment.
enum ISHNEParser: RecordingParser {
    static let format = RecordingFormat.ishne
    private static let fixedHeader = 522

    static func recognises(_ source: RecordingSource) -> Bool { source.bytes.starts(withASCII: "ISHNE1.0") }

    static func read(_ source: RecordingSource) throws(RecordingError) -> Reading {
        let bytes = source.bytes
        var reader = ByteReader(bytes, .ishne, from: 8)
        let crc = try reader.u16("the checksum")
        let variable = try reader.i32("the length of the variable block")
        let declared = try reader.i32("the number of samples")
        try reader.skip(8, "offsets")
        guard variable >= 0, fixedHeader + variable <= bytes.count else {
            throw RecordingError(.ishne, .offset(10), "the variable block is \(variable) bytes long, the file \(bytes.count)")
        }
        var warnings: [String] = []
        let start = fixedHeader + variable
        let found = CRC16.of(bytes[10..<start])
        // Writers differ in the order of its bytes; 0 stands for none.
        if crc != 0, crc != Int(found), crc != Int(found.byteSwapped) { warnings.append("the checksum of the header does not fit") }

        var facts = Recording.Facts()
        _ = try reader.i16("the version")
        let first = try text(&reader, 40)
        let last = try text(&reader, 40)
        facts.patientName = [last, first].compactMap { $0 }.joined(separator: " ").nonEmpty
        facts.patientID = try text(&reader, 20)
        let sex = try reader.i16("the sex")
        facts.sex = sex == 1 ? "M" : sex == 2 ? "F" : nil
        try reader.skip(2, "the race")
        facts.birthDate = try day(&reader).flatMap { Moment(year: $0[2], month: $0[1], day: $0[0])?.dateText }
        let date = try day(&reader)
        _ = try day(&reader)
        let time = try day(&reader)
        if let date, let time {
            facts.recordedAt = Moment(year: date[2], month: date[1], day: date[0], hour: time[0], minute: time[1], second: time[2])?.text
        }

        let count = try reader.i16("the number of leads")
        guard (1...12).contains(count) else { throw reader.failure("\(count) leads; the format has 1 to 12") }
        let specifications = try twelve(&reader, "lead specification")
        let qualities = try twelve(&reader, "lead quality")
        let resolutions = try twelve(&reader, "amplitude resolution")
        let pacemaker = try reader.i16("the pacemaker code")
        if pacemaker > 0 { facts.other["pacemaker"] = String(pacemaker) }
        facts.device = try text(&reader, 40)
        let rate = try reader.i16("the sampling rate")
        guard rate > 0 else { throw reader.failure("a sampling rate of \(rate)") }
        if variable > 0, let comment = UndeclaredText.decode(bytes[fixedHeader..<start].prefix { $0 != 0 }).nonEmpty { facts.other["comment"] = comment }

        let frames = (bytes.count - start) / 2 / count
        guard frames > 0, frames * count <= Recording.mostSamples else { throw RecordingError(.ishne, .offset(start), "there are \(frames) samples a lead") }
        // Writers count samples of one lead, of all, or write a fixed number.
        if declared > frames, declared != frames * count { warnings.append("\(frames) samples a lead, \(declared) were announced") }
        var leads: [Recording.Lead] = []
        for index in 0..<count {
            var samples = WFDBStorage.bits16.samples(bytes[start...], offset: index, of: count, frames: frames)
            for i in samples.indices where samples[i] == -32768 { samples[i] = Recording.Lead.missing }
            if qualities[index] > 1 { facts.other["quality of lead \(index + 1)"] = String(qualities[index]) }
            leads.append(Recording.Lead(
                name: names[specifications[index]] ?? "lead \(index + 1)", samples: samples, scale: Double(max(resolutions[index], 1)) / 1000))
        }
        return Reading(recording: Recording(sampleRate: Double(rate), leads: leads, facts: facts), warnings: warnings)
    }

    private static let names: [Int: String] = [
        2: "X", 3: "Y", 4: "Z", 5: "I", 6: "II", 7: "III", 8: "aVR", 9: "aVL", 10: "aVF", 11: "V1", 12: "V2", 13: "V3", 14: "V4", 15: "V5",
        16: "V6", 17: "ES", 18: "AS", 19: "AI",
    ]

    private static func text(_ reader: inout ByteReader, _ width: Int) throws(RecordingError) -> String? {
        UndeclaredText.decode(try reader.take(width, "the header").prefix { $0 != 0 }).nonEmpty
    }

    /// Three numbers, of a date (day, month, year) or a time; nil for none.
    private static func day(_ reader: inout ByteReader) throws(RecordingError) -> [Int]? {
        let numbers = [try reader.i16("a date"), try reader.i16("a date"), try reader.i16("a date")]
        return numbers.contains { $0 < 0 } ? nil : numbers
    }

    private static func twelve(_ reader: inout ByteReader, _ what: String) throws(RecordingError) -> [Int] {
        var numbers: [Int] = []
        for _ in 0..<12 { numbers.append(try reader.i16(what)) }
        return numbers
    }
}
