import ECG
import TextCoding

/// Section 1 (5.4): who was recorded, when, by which device, with which filters; a list of tags.
enum SCPDemographics {
    static func facts(_ container: SCPContainer) throws(RecordingError) -> Recording.Facts {
        var facts = Recording.Facts()
        guard var reader = container.reader(of: 1) else { return facts }
        var name: [Int: String] = [:]
        var date: (year: Int, month: Int, day: Int)?
        var time = (hour: 0, minute: 0, second: 0)
        while reader.remaining >= 3 {
            let tag = try reader.byte("a tag")
            let length = try reader.u16("a tag")
            if tag == 255 { break }
            let value = Array(try reader.take(length, "tag \(tag)"))
            switch tag {
            case 0, 1, 3: name[tag] = text(value)
            case 2: facts.patientID = text(value)
            case 4: facts.ageYears = age(value)
            case 5: facts.birthDate = day(value).flatMap { Moment(year: $0.year, month: $0.month, day: $0.day)?.dateText }
            case 8: facts.sex = value.first.flatMap { $0 == 1 ? "M" : $0 == 2 ? "F" : nil }
            case 14: facts.device = device(value)
            case 16: facts.institution = text(value)
            case 25: date = day(value)
            case 26: if value.count >= 3 { time = (Int(value[0]), Int(value[1]), Int(value[2])) }
            // Hundredths of a hertz.
            case 27: facts.highPassHertz = number(value).flatMap { $0 > 0 ? Double($0) / 100 : nil }
            case 28: facts.lowPassHertz = number(value).flatMap { $0 > 0 ? Double($0) : nil }
            case 29: facts.notchHertz = value.first.flatMap { $0 & 1 != 0 ? 60 : $0 & 2 != 0 ? 50 : nil }
            default: if let key = texts[tag], let text = text(value) { facts.other[key] = facts.other[key].map { $0 + "\n" + text } ?? text }
            }
        }
        facts.patientName = [name[0], name[3], name[1]].compactMap { $0 }.joined(separator: " ").nonEmpty
        if let date {
            let moment = Moment(year: date.year, month: date.month, day: date.day, hour: time.hour, minute: time.minute, second: time.second)
            facts.recordedAt = moment?.text
        }
        return facts
    }

    private static let texts = [
        13: "referralIndication", 17: "analysingInstitution", 18: "department", 20: "referringPhysician", 21: "confirmingPhysician",
        22: "technician", 23: "room", 30: "freeText", 31: "sequenceNumber", 35: "medicalHistory",
    ]

    static func text(_ value: some Collection<UInt8>) -> String? { UndeclaredText.decode(value.prefix { $0 != 0 }).nonEmpty }

    private static func number(_ value: [UInt8]) -> Int? {
        value.count >= 2 ? Int(value[0]) | Int(value[1]) << 8 : nil
    }

    private static func day(_ value: [UInt8]) -> (year: Int, month: Int, day: Int)? {
        guard value.count >= 4, let year = number(value), year > 0 else { return nil }
        return (year, Int(value[2]), Int(value[3]))
    }

    private static func age(_ value: [UInt8]) -> Double? {
        guard value.count >= 3, let number = number(value), number > 0 else { return nil }
        let units: [Int: Double] = [1: 1, 2: 1.0 / 12, 3: 7 / 365.25, 4: 1 / 365.25, 5: 1 / 8766]
        return units[Int(value[2])].map { Double(number) * $0 }
    }

    /// Tag 14: the model in six bytes at 8; at 35 the length of the program's name, after which texts follow that end with NUL:
    /// serial number, system, SCP software, manufacturer.
    private static func device(_ value: [UInt8]) -> String? {
        let model = value.count >= 14 ? text(value[8..<14]) : nil
        guard value.count > 36 else { return model }
        let texts = value.dropFirst(36 + Int(value[35])).split(separator: 0, omittingEmptySubsequences: false).map { text($0) }
        let maker = texts.count > 3 ? texts[3] : nil
        // The model is cut to six bytes; some makers write their whole device's name where theirs belongs.
        guard let maker, let model, !maker.hasPrefix(model) else { return maker ?? model }
        return "\(maker) \(model)"
    }
}
