import ECG

/// Section 1 of SCP-ECG: patient, time, device and filters as tags (5.4).
enum SCPDemographicsWriter {
    static func section(_ facts: Recording.Facts) -> [UInt8] {
        var content = ByteWriter()
        func tag(_ number: Int, _ value: [UInt8]) {
            content.byte(number)
            content.u16(value.count)
            content.append(value)
        }
        func text(_ number: Int, _ value: String?) {
            if let value { tag(number, Array(value.utf8.prefix(80)) + [0]) }
        }
        text(0, facts.patientName)
        text(2, facts.patientID ?? "")
        if let age = facts.ageYears, age >= 0, age < 200 { tag(4, little16(Int(age.rounded())) + [1]) }
        if let birth = facts.birthDate.flatMap({ Moment(digitsOf: $0) }) { tag(5, day(birth)) }
        tag(8, [facts.sex == "M" ? 1 : facts.sex == "F" ? 2 : 0])
        tag(14, device(facts.device ?? ""))
        text(16, facts.institution)
        let time = facts.recordedAt.flatMap { Moment(digitsOf: $0) }
        if let time {
            tag(25, day(time))
            tag(26, [UInt8(time.hour), UInt8(time.minute), UInt8(time.second)])
        }
        if let hertz = facts.highPassHertz, hertz < 600 { tag(27, little16(Int((hertz * 100).rounded()))) }
        if let hertz = facts.lowPassHertz, hertz < 60_000 { tag(28, little16(Int(hertz.rounded()))) }
        if let hertz = facts.notchHertz { tag(29, [hertz == 60 ? 1 : 2]) }
        tag(255, [])
        return content.bytes
    }

    private static func little16(_ value: Int) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)] }

    private static func day(_ moment: Moment) -> [UInt8] { little16(moment.year) + [UInt8(moment.month), UInt8(moment.day)] }

    /// Tag 14: a cart of version 2 that keeps and prints; then its texts.
    private static func device(_ name: String) -> [UInt8] {
        var value = ByteWriter()
        for _ in 0..<3 { value.u16(0) }
        value.append([0, 255])
        value.append((Array(name.utf8.prefix(5)) + [0, 0, 0, 0, 0, 0]).prefix(6))
        value.append([20, 0xd0, 0, 0x40, 0])
        value.append([UInt8](repeating: 0, count: 16))
        value.byte(1)
        // Program, serial number, system, SCP software, manufacturer.
        for text in ["", "", "", "Yigong", name] { value.terminated(String(text.prefix(24))) }
        return value.bytes
    }
}
