import ECG
import TextCoding

/// Follows the definitions of a file and collects its frames.
struct MFERReader {
    private var isBigEndian = true
    private var channelCount = 1
    /// In force for all channels, and what single channels have instead.
    private var shared = MFERChannel()
    private var single: [Int: MFERChannel.Override] = [:]
    private var waveType = 1
    private var frames: [MFERFrame] = []
    private var facts = Recording.Facts()
    private var annotations: [(sample: Int, length: Int, code: String)] = []

    mutating func read(_ bytes: ArraySlice<UInt8>, channel: Int?) throws(RecordingError) {
        var items = MFERItems(bytes)
        while let item = try items.next() {
            guard let tag = item.tag else { continue }
            func failure(_ message: String) -> RecordingError { RecordingError(.mfer, .offset(item.value.startIndex), message) }
            guard tag.fits(item.value.count) else { throw failure("tag \(tag.rawValue) has \(item.value.count) bytes") }
            switch tag {
            case .byteOrder: isBigEndian = item.value.first != 1
            case .channels:
                channelCount = item.value.isEmpty ? 1 : unsigned(item.value)
                single = [:]
                guard (1...Recording.mostLeads).contains(channelCount) else { throw failure("\(channelCount) channels") }
            case .channel:
                guard channel == nil else { throw failure("a channel's definition stands within another one") }
                try read(item.value, channel: item.channel)
            case .group: try read(item.value, channel: channel)
            case .waveType: waveType = unsigned(item.value.prefix(2))
            case .compression:
                guard unsigned(item.value.prefix(2)) == 0 else { throw failure("compressed waves are not supported") }
            case .waves: frames.append(try frame(item.value))
            case .block, .sequences, .lead, .dataType, .interval, .sensitivity, .offset, .null:
                let definition = MFERChannel.Definition(tag: tag, value: item.value, isBigEndian: isBigEndian)
                guard let definition else { throw failure("tag \(tag.rawValue) has a value that is not possible") }
                if let channel { single[channel, default: [:]][tag] = definition } else { shared.apply(definition) }
            default: readFact(tag, item.value)
            }
        }
    }

    private func unsigned(_ bytes: ArraySlice<UInt8>) -> Int { MFERChannel.unsigned(bytes, isBigEndian: isBigEndian) }

    private func frame(_ bytes: ArraySlice<UInt8>) throws(RecordingError) -> MFERFrame {
        let channels = (0..<channelCount).map { index -> MFERChannel in
            var channel = shared
            for definition in single[index]?.values.map({ $0 }) ?? [] { channel.apply(definition) }
            return channel
        }
        return try MFERFrame(bytes, channels: channels, isBigEndian: isBigEndian, waveType: waveType)
    }

    /// Joins the frames of the rhythm; those of an average beat stand apart.
    func reading() throws(RecordingError) -> Reading {
        let rhythm = frames.filter { $0.waveType != MFERFrame.dominantBeat }
        guard let first = rhythm.first ?? frames.first else { throw RecordingError(.mfer, .file, "there are no waves") }
        var recording = Recording(sampleRate: first.sampleRate, leads: try first.leads(), facts: facts)
        var warnings: [String] = []
        for (number, frame) in rhythm.dropFirst().enumerated() {
            let leads = try frame.leads()
            guard frame.sampleRate == recording.sampleRate, leads.map(\.name) == recording.leads.map(\.name), leads.map(\.scale) == recording.leads.map(\.scale) else {
                warnings.append("frame \(number + 2) has other leads or another rate than the first and was left out")
                continue
            }
            for (index, lead) in leads.enumerated() { recording.leads[index].samples += lead.samples }
        }
        if !rhythm.isEmpty, let beat = frames.first(where: { $0.waveType == MFERFrame.dominantBeat }) {
            recording.medianBeat = Recording.MedianBeat(sampleRate: beat.sampleRate, leads: try beat.leads())
        }
        recording.annotations = annotations.map { Recording.Annotation(sample: $0.sample, length: $0.length, code: $0.code) }
        recording.leads = recording.leads.withDerivedLimbLeads
        return Reading(recording: recording, warnings: warnings)
    }

    private mutating func readFact(_ tag: MFERTag, _ value: ArraySlice<UInt8>) {
        let bytes = Array(value)
        let text = UndeclaredText.decode(bytes.prefix { $0 != 0 }).trimmed
        switch tag {
        case .manufacturer: facts.device = text.split(separator: "^").joined(separator: " ").nonEmpty
        case .patientName: facts.patientName = text.split(separator: "^").joined(separator: " ").nonEmpty
        case .patientID: facts.patientID = text.split(separator: "^").first.map(String.init)
        case .sex: facts.sex = bytes.first == 1 ? "M" : bytes.first == 2 ? "F" : nil
        case .age:
            // Years, days within the year, then the birthday.
            if let years = bytes.first, years > 0 { facts.ageYears = Double(years) }
            if bytes.count >= 7 { facts.birthDate = Moment(year: unsigned(value.dropFirst(3).prefix(2)), month: Int(bytes[5]), day: Int(bytes[6]))?.dateText }
        case .time:
            guard bytes.count >= 7 else { return }
            facts.recordedAt = Moment(
                year: unsigned(value.prefix(2)), month: Int(bytes[2]), day: Int(bytes[3]), hour: Int(bytes[4]), minute: Int(bytes[5]),
                second: Int(bytes[6]))?.text
        case .filter: readFilter(text)
        case .note, .message: facts.other["note"] = [facts.other["note"], text.nonEmpty].compactMap { $0 }.joined(separator: "\n").nonEmpty
        case .uid: facts.other["uid"] = text.nonEmpty
        case .event where bytes.count >= 6:
            let start = unsigned(value.dropFirst(2).prefix(4))
            let length = bytes.count >= 10 ? unsigned(value.dropFirst(6).prefix(4)) : 0
            annotations.append((start, length, String(unsigned(value.prefix(2)))))
        default: break
        }
    }

    /// `HPF=0.05^…`, `LPF=150`, `BEF=50`
    private mutating func readFilter(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let frequency = Double(parts[1].prefix { $0.isASCIIDigit || $0 == "." }), frequency > 0 else { return }
        switch parts[0].trimmed.uppercased() {
        case "HPF": facts.highPassHertz = frequency
        case "LPF": facts.lowPassHertz = frequency
        case "BEF": facts.notchHertz = frequency
        default: break
        }
    }
}
