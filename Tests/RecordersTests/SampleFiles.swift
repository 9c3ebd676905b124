import ECG
import Foundation
import Recorders

/// A recording as files of every format, those included that nothing here writes.
struct SampleFiles {
    let recording: Recording

    /// Every format by a name, with the files that lie beside it.
    var all: [(name: String, source: RecordingSource)] {
        get throws {
            let written = try ExportFormat.allCases.map { ($0.rawValue, RecordingSource(bytes: try recording.encoded(as: $0))) }
            let made = [
                ("ishne", RecordingSource(bytes: ishne)), ("mfer", RecordingSource(bytes: mfer)), ("muse", RecordingSource(bytes: muse)),
                ("cardiosoft", RecordingSource(bytes: cardioSoft)), ("sierra", RecordingSource(bytes: sierra)), ("mortara", RecordingSource(bytes: mortara)),
            ]
            return written + made + [("wfdb", wfdb)]
        }
    }

    private var frames: [UInt8] {
        (0..<recording.sampleCount).flatMap { row in recording.leads.flatMap { little16($0.samples[row]) } }
    }

    private func little16(_ value: Int32) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)] }

    /// Badilini 1998, without a checksum.
    var ishne: [UInt8] {
        func number(_ value: Int) -> [UInt8] { little16(Int32(value)) }
        func long(_ value: Int) -> [UInt8] { number(value) + number(value >> 16) }
        let count = recording.leads.count
        func twelve(_ values: [Int]) -> [UInt8] { (0..<12).flatMap { number($0 < values.count ? values[$0] : -9) } }
        var header = long(0) + long(recording.sampleCount) + long(522) + long(522) + number(1)
        header += Array("San".utf8) + [UInt8](repeating: 0, count: 37) + Array("Zhang".utf8) + [UInt8](repeating: 0, count: 35)
        header += Array("P1".utf8) + [UInt8](repeating: 0, count: 18) + number(2) + number(3)
        header += [8, 5, 1953, 2, 4, 2026, 2, 4, 2026, 10, 15, 30].flatMap(number)
        header += number(count) + twelve((0..<count).map { 5 + $0 }) + twelve([Int](repeating: 1, count: count))
        header += twelve([Int](repeating: 2500, count: count)) + number(0) + [UInt8](repeating: 0, count: 40) + number(Int(recording.sampleRate))
        header += [UInt8](repeating: 0, count: 248)
        return Array("ISHNE1.0".utf8) + [0, 0] + header + frames
    }

    /// ISO 22077-1, big endian, a block of each channel.
    var mfer: [UInt8] {
        func item(_ tag: UInt8, _ value: [UInt8]) -> [UInt8] {
            guard value.count > 127 else { return [tag, UInt8(value.count)] + value }
            return [tag, 0x84] + (0..<4).map { UInt8(truncatingIfNeeded: value.count >> (24 - $0 * 8)) } + value
        }
        func big(_ value: Int) -> [UInt8] { [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)] }
        let codes = ["I": 1, "II": 2, "III": 61, "aVR": 62, "aVL": 63, "aVF": 64, "V1": 3, "V2": 4, "V3": 5, "V4": 6, "V5": 7, "V6": 8]
        var file = item(0x40, Array("MFR Standard 12 leads ECG       ".utf8)) + item(0x01, [0]) + item(0x81, Array("张三".utf8))
        file += item(0x0b, [1, 0xfd] + big(2)) + item(0x0c, [0, 0xf9] + big(25)) + item(0x04, big(recording.sampleCount))
        file += item(0x05, [UInt8(recording.leads.count)]) + item(0x06, [1]) + item(0x0a, [0])
        for (index, lead) in recording.leads.enumerated() { file += [0x3f, UInt8(index), 4, 0x09, 2] + big(codes[lead.name] ?? 0) }
        return file + item(0x1e, recording.leads.flatMap { $0.samples.flatMap { big(Int($0)) } }) + [0x80, 0]
    }

    private func base64(_ lead: Recording.Lead) -> String { Data(lead.samples.flatMap(little16)).base64EncodedString() }

    var muse: [UInt8] {
        let leads = recording.leads.map {
            "<LeadData><LeadID>\($0.name)</LeadID><LeadAmplitudeUnitsPerBit>2.5</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MICROVOLTS"
                + "</LeadAmplitudeUnits><WaveFormData>\(base64($0))</WaveFormData></LeadData>"
        }.joined()
        return Array("""
            <?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE RestingECG SYSTEM "restecg.dtd"><RestingECG><Waveform>\
            <WaveformType>Rhythm</WaveformType><SampleBase>500</SampleBase>\(leads)</Waveform></RestingECG>
            """.utf8)
    }

    var cardioSoft: [UInt8] {
        let leads = recording.leads.map { lead in
            "<WaveformData lead=\"\(lead.name)\">\(lead.samples.map { String($0) }.joined(separator: ","))</WaveformData>"
        }.joined()
        return Array("""
            <CardiologyXML><StripData><SampleRate units="Hz">500</SampleRate><Resolution units="uVperLsb">2.5</Resolution>\(leads)</StripData></CardiologyXML>
            """.utf8)
    }

    /// UTF-16 with a byte order mark, as PageWriters write it.
    var sierra: [UInt8] {
        let data = Data(recording.leads.flatMap { $0.samples.flatMap(little16) }).base64EncodedString()
        let text = """
            <?xml version="1.0" encoding="utf-16"?><restingecgdata xmlns="http://www3.medical.philips.com"><waveforms><parsedwaveforms \
            dataencoding="Base64" compression="Uncompressed" leadlabels="\(recording.leads.map(\.name).joined(separator: " "))" \
            durationperchannel="\(recording.sampleCount * 2)" samplespersecond="500" resolution="2.5">\(data)</parsedwaveforms></waveforms></restingecgdata>
            """
        return [0xff, 0xfe] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }

    var mortara: [UInt8] {
        let channels = recording.leads.map {
            "<CHANNEL NAME=\"\($0.name)\" SAMPLE_FREQ=\"500\" UNITS_PER_MV=\"400\" ENCODING=\"BASE64\" DATA=\"\(base64($0))\"/>"
        }.joined()
        return Array("<ECG ACQUISITION_TIME=\"20260402101530\"><SUBJECT ID=\"P1\"/>\(channels)</ECG>".utf8)
    }

    var wfdb: RecordingSource {
        let lines = recording.leads.map { "r.dat 16 400/mV 16 0 0 \(Int16(truncatingIfNeeded: $0.samples.reduce(0, &+))) 0 \($0.name)" }
        let header = "r \(recording.leads.count) 500 \(recording.sampleCount)\n" + lines.joined(separator: "\n") + "\n"
        let frames = frames
        return RecordingSource(bytes: Array(header.utf8), name: "r.hea") { $0 == "r.dat" ? frames : nil }
    }
}
