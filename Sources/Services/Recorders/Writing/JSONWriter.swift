import ECG
import Foundation

/// Writes the JSON that `JSONParser` describes. Samples are written by hand, since there are many of them.
enum JSONWriter {
    static func write(_ recording: Recording) throws(RecordingError) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(recording.leads.reduce(1000) { $0 + $1.samples.count * 5 })
        text += "{\"format\": \"\(JSONParser.name)\", \"version\": 1,\n\"sampleRate\": \(number(recording.sampleRate)),\n\"leads\": ".utf8
        try write(recording.leads, to: &text)
        text += ",\n\"facts\": ".utf8
        text += try encoded(recording.facts)
        text += ",\n\"annotations\": ".utf8
        text += try encoded(recording.annotations)
        if let beat = recording.medianBeat {
            text += ",\n\"medianBeat\": {\"sampleRate\": \(number(beat.sampleRate)),\n\"leads\": ".utf8
            try write(beat.leads, to: &text)
            text += ",\n\"fiducials\": ".utf8
            text += try encoded(beat.fiducials)
            text += "}".utf8
        }
        text += "}\n".utf8
        return text
    }

    private static func write(_ leads: [Recording.Lead], to text: inout [UInt8]) throws(RecordingError) {
        text += "[".utf8
        for (index, lead) in leads.enumerated() {
            text += (index == 0 ? "" : ",\n").utf8
            text += "{\"name\": ".utf8
            text += try encoded(lead.name)
            text += ", \"scale\": \(number(lead.scale)), \"zero\": \(number(lead.zero)), \"samples\": [".utf8
            for (position, sample) in lead.samples.enumerated() {
                if position > 0 { text.append(UInt8(ascii: ",")) }
                text += (sample == Recording.Lead.missing ? "null" : String(sample)).utf8
            }
            text += "]}".utf8
        }
        text += "]".utf8
    }

    /// Without `.0`.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map { String($0) } ?? "\(value)"
    }

    private static func encoded(_ value: some Encodable) throws(RecordingError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            throw RecordingError(.json, .file, "a value cannot be written: \(error)")
        }
    }
}
