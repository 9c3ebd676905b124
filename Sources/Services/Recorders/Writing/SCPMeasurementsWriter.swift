import ECG

/// Sections 7 and 8 of SCP-ECG: what the recorder measured and said.
enum SCPMeasurementsWriter {
    private static let none = 29999

    /// One reference beat, no spikes (5.10).
    static func measurements(_ recording: Recording) -> [UInt8] {
        let facts = recording.facts.measurements
        func value(_ name: String) -> Int { facts[name].flatMap { (0..<19_000).contains($0) ? Int($0.rounded()) : nil } ?? none }
        var content = ByteWriter()
        content.byte(1)
        content.byte(0)
        content.u16(value("rr"))
        content.u16(value("pp"))
        let rate = recording.medianBeat?.sampleRate ?? recording.sampleRate
        for name in ["pOnset", "pOffset", "qrsOnset", "qrsOffset", "tOffset"] {
            let mark = recording.medianBeat?.fiducials[name].map { Int((Double($0) * 1000 / rate).rounded()) }
            content.u16(mark.flatMap { (0..<19_000).contains($0) ? $0 : nil } ?? none)
        }
        for name in ["pAxis", "qrsAxis", "tAxis"] { content.u16(facts[name].flatMap { abs($0) <= 360 ? Int($0.rounded()) : nil } ?? 999) }
        content.u16(0)
        for name in ["heartRate", "atrialRate", "qtc"] { content.u16(value(name)) }
        content.byte(0)
        return content.bytes
    }

    /// An unconfirmed report with its statements (5.11).
    static func statements(_ facts: Recording.Facts) -> [UInt8] {
        let time = facts.recordedAt.flatMap { Moment(digitsOf: $0) }
        var content = ByteWriter()
        content.byte(0)
        content.u16(time?.year ?? 0)
        content.append([UInt8(time?.month ?? 0), UInt8(time?.day ?? 0), UInt8(time?.hour ?? 0), UInt8(time?.minute ?? 0), UInt8(time?.second ?? 0)])
        let texts = facts.statements.prefix(255)
        content.byte(texts.count)
        for (number, text) in texts.enumerated() {
            let bytes = Array(text.utf8.prefix(4000)) + [0]
            content.byte(number + 1)
            content.u16(bytes.count)
            content.append(bytes)
        }
        return content.bytes
    }
}
