import ECG

/// A header file of the Waveform Database (WFDB Applications Guide, header(5)): lines of text that say which signals a
/// record has and in which files they are.
struct WFDBHeader {
    struct Signal: Equatable {
        var file: String
        var storage: WFDBStorage
        var samplesPerFrame = 1
        /// Samples by which this signal is behind the others in its file.
        var skew = 0
        /// Bytes before the first sample.
        var prolog = 0
        /// Units of the converter for one physical unit.
        var gain = 200.0
        var baseline: Double?
        var unit = "mV"
        var zero = 0.0
        var initialValue = 0
        var checksum: Int?
        var label = ""
    }

    struct Segment: Equatable {
        /// `~` where nothing was recorded.
        var record: String
        var frames: Int
    }

    var record = ""
    /// Frames a second.
    var frameRate = 250.0
    var frames: Int?
    var recordedAt: String?
    var signals: [Signal] = []
    var segments: [Segment] = []
    var comments: [String] = []

    static func recognises(_ bytes: [UInt8]) -> Bool {
        guard let line = bytes.prefix(4096).split(whereSeparator: { $0 == 10 || $0 == 13 }).first(where: { $0.first != UInt8(ascii: "#") }),
            line.allSatisfy({ $0 == 9 || (0x20..<0x7f).contains($0) })
        else { return false }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard words.count >= 2, Int(words[1]) != nil else { return false }
        return words.count == 2 || Self.rate(words[2]) != nil
    }

    init(_ bytes: [UInt8]) throws(RecordingError) {
        var lines: [(number: Int, text: String)] = []
        let text = String(decoding: bytes, as: UTF8.self)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmed
            if line.hasPrefix("#") {
                comments.append(line.dropFirst().trimmed)
            } else if !line.isEmpty {
                lines.append((index + 1, line))
            }
        }
        guard let first = lines.first else { throw RecordingError(.wfdb, .file, "the header has no record line") }
        let (signalCount, segmentCount) = try readRecordLine(first.text, line: first.number)
        let count = segmentCount ?? signalCount
        guard lines.count > count else {
            throw RecordingError(.wfdb, .line(lines.last!.number), "\(count) lines are to follow the record line, but there are \(lines.count - 1)")
        }
        for line in lines[1...].prefix(count) {
            if segmentCount != nil { try readSegmentLine(line.text, line: line.number) } else { try readSignalLine(line.text, line: line.number) }
        }
    }

    private static func rate(_ word: Substring) -> Double? {
        Double(word.prefix { $0 != "/" && $0 != "(" })
    }

    private mutating func readRecordLine(_ text: String, line: Int) throws(RecordingError) -> (signals: Int, segments: Int?) {
        let words = text.split(whereSeparator: \.isWhitespace)
        let name = words[0].split(separator: "/", maxSplits: 1)
        guard words.count >= 2, let signals = Int(words[1]), (0...Recording.mostLeads).contains(signals) else {
            throw RecordingError(.wfdb, .line(line), "the record line gives no number of signals from 0 to \(Recording.mostLeads)")
        }
        record = String(name.first ?? "")
        let segments = name.count > 1 ? Int(name[1]) : nil
        guard segments.map({ (1...1_000_000).contains($0) }) ?? (name.count <= 1) else {
            throw RecordingError(.wfdb, .line(line), "“\(words[0])” gives no number of segments")
        }
        if words.count > 2 {
            guard let rate = Self.rate(words[2]), rate > 0, rate <= Recording.highestRate else {
                throw RecordingError(.wfdb, .line(line), "“\(words[2])” is not a sampling rate")
            }
            frameRate = rate
        }
        if words.count > 3 {
            guard let frames = Int(words[3]), frames >= 0 else { throw RecordingError(.wfdb, .line(line), "“\(words[3])” is no number of samples") }
            self.frames = frames == 0 ? nil : frames
        }
        recordedAt = Self.moment(time: words.count > 4 ? words[4] : nil, date: words.count > 5 ? words[5] : nil)
        return (signals, segments)
    }

    /// `HH:MM:SS.sss` and `DD/MM/YYYY`; leading parts of the time may be left out.
    private static func moment(time: Substring?, date: Substring?) -> String? {
        guard let time, let date else { return nil }
        let day = date.split(separator: "/").compactMap { Int($0) }
        let clock = time.split(separator: ":").compactMap { Double($0).map { Int($0) } }
        guard day.count == 3, (1...3).contains(clock.count) else { return nil }
        let full = Array(repeating: 0, count: 3 - clock.count) + clock
        return Moment(year: day[2], month: day[1], day: day[0], hour: full[0], minute: full[1], second: full[2])?.text
    }

    private mutating func readSegmentLine(_ text: String, line: Int) throws(RecordingError) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, let frames = Int(words[1]), (0...Recording.mostSamples).contains(frames) else {
            throw RecordingError(.wfdb, .line(line), "a segment line is a record's name and a number of samples")
        }
        segments.append(Segment(record: String(words[0]), frames: frames))
    }

    private mutating func readSignalLine(_ text: String, line: Int) throws(RecordingError) {
        let words = text.split(maxSplits: 8, whereSeparator: \.isWhitespace)
        guard words.count >= 2 else { throw RecordingError(.wfdb, .line(line), "a signal line begins with a file and a format") }
        var signal = Signal(file: String(words[0]), storage: .bits16)
        try readFormat(words[1], into: &signal, line: line)
        if words.count > 2 { readGain(words[2], into: &signal) }
        if words.count > 4, let zero = Double(words[4]) { signal.zero = zero }
        if words.count > 5, let value = Int(words[5]) { signal.initialValue = value }
        if words.count > 6 { signal.checksum = Int(words[6]) }
        if words.count > 8 { signal.label = words[8].trimmed }
        signals.append(signal)
    }

    /// `212x4:3+512`: format, samples in a frame, skew, bytes before the samples.
    private func readFormat(_ word: Substring, into signal: inout Signal, line: Int) throws(RecordingError) {
        var rest = word
        func number() -> Int? {
            let digits = rest.prefix { $0.isNumber }
            rest = rest.dropFirst(digits.count)
            return Int(digits)
        }
        guard let code = number() else { throw RecordingError(.wfdb, .line(line), "“\(word)” is not a signal format") }
        guard let storage = WFDBStorage(rawValue: code) else { throw RecordingError(.wfdb, .line(line), "signal format \(code) is not supported") }
        signal.storage = storage
        while let mark = rest.first {
            rest = rest.dropFirst()
            guard let value = number() else { throw RecordingError(.wfdb, .line(line), "“\(word)” is not a signal format") }
            switch mark {
            case "x": signal.samplesPerFrame = value
            case ":": signal.skew = value
            case "+": signal.prolog = value
            default: throw RecordingError(.wfdb, .line(line), "“\(word)” is not a signal format")
            }
        }
        guard (1...10_000).contains(signal.samplesPerFrame), signal.skew <= 10_000_000 else {
            throw RecordingError(.wfdb, .line(line), "“\(word)” has an absurd number of samples in a frame or an absurd skew")
        }
    }

    /// `200(1024)/mV`: gain, baseline, unit.
    private func readGain(_ word: Substring, into signal: inout Signal) {
        let parts = word.split(separator: "/", maxSplits: 1)
        let number = (parts.first ?? "").prefix { $0 != "(" }
        // A gain of 0 says that the signal is not calibrated; readers then take 200 units a millivolt.
        if let gain = Double(number), gain != 0 { signal.gain = gain }
        if let open = word.firstIndex(of: "("), let close = word.firstIndex(of: ")"), open < close {
            signal.baseline = Double(word[word.index(after: open)..<close])
        }
        if parts.count > 1 { signal.unit = String(parts[1]) }
    }
}
