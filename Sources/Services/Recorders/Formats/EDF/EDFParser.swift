import ECG

/// European Data Format, EDF+ and the 24-bit BDF: a header in ASCII, then records that hold a stretch of every signal.
enum EDFParser: RecordingParser {
    static let format = RecordingFormat.edf

    static func recognises(_ source: RecordingSource) -> Bool {
        let bytes = source.bytes
        guard bytes.count >= 256 else { return false }
        if bytes[0] == 0xff, bytes.starts(withASCII: "BIOSEMI", at: 1) { return true }
        // Version 0, filled up with spaces, and the day as dd.mm.yy.
        return bytes.starts(withASCII: "0       ") && bytes[170] == UInt8(ascii: ".") && bytes[173] == UInt8(ascii: ".")
    }

    static func read(_ source: RecordingSource) throws(RecordingError) -> Reading {
        let header = try EDFHeader(source.bytes)
        let leads = header.ecgSignals
        guard let first = leads.first else {
            let isOnlyMarks = header.signals.allSatisfy(\.isAnnotations)
            throw RecordingError(.edf, .file, isOnlyMarks ? "the file has no signal, only annotations" : "no signal is a voltage")
        }
        let perRecord = leads.map { header.signals[$0].samplesPerRecord }.max() ?? first
        let chosen = leads.filter { header.signals[$0].samplesPerRecord == perRecord }
        let records = try EDFRecords(header, bytes: source.bytes, samplesPerRecord: perRecord)
        var recording = Recording(sampleRate: Double(perRecord) / header.recordDuration, leads: [], facts: header.facts)
        for index in chosen {
            let signal = header.signals[index]
            recording.leads.append(Recording.Lead(
                name: LeadName.usual(signal.label), samples: records.samples(of: index), scale: signal.scale, zero: signal.zero))
        }
        for (index, signal) in header.signals.enumerated() where !chosen.contains(index) && !signal.isAnnotations {
            let rate = Double(signal.samplesPerRecord) / header.recordDuration
            recording.facts.other["signal \(signal.label)"] = "left out: \(signal.unit), \(rate) a second"
        }
        recording.annotations = records.annotations(sampleRate: recording.sampleRate)
        let prefilter = chosen.first.map { header.signals[$0].prefilter } ?? ""
        recording.facts.highPassHertz = EDFHeader.frequency("HP:", in: prefilter)
        recording.facts.lowPassHertz = EDFHeader.frequency("LP:", in: prefilter)
        recording.facts.notchHertz = EDFHeader.frequency("N:", in: prefilter)
        return Reading(recording: recording, warnings: records.warnings)
    }
}
