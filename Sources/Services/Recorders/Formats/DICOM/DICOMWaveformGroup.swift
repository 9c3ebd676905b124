import DICOM
import ECG

/// One item of the Waveform Sequence: channels that were sampled together (PS3.3 C.10.9.1).
struct DICOMWaveformGroup {
    let number: Int
    let sampleRate: Double
    let label: String
    /// Milliseconds after the start of the acquisition.
    let timeOffset: Double
    private(set) var leads: [Recording.Lead] = []
    private(set) var filters: (Double?, Double?, Double?)?
    private(set) var warnings: [String] = []
    /// For each channel of the group, the lead it became.
    private(set) var channelNames: [String?] = []

    var isMedianBeat: Bool {
        ["MEDIAN", "REPRESENTATIVE", "AVERAGE", "TEMPLATE"].contains { label.uppercased().contains($0) }
    }

    init(_ item: DataSet, number: Int) throws(RecordingError) {
        self.number = number
        func failure(_ message: String) -> RecordingError { RecordingError(.dicom, .path("WaveformSequence[\(number)]"), message) }
        label = item.string(.multiplexGroupLabel) ?? ""
        timeOffset = item.double(.multiplexGroupTimeOffset) ?? 0
        guard let rate = item.double(.samplingFrequency), rate > 0, rate <= Recording.highestRate else { throw failure("there is no Sampling Frequency (003A,001A)") }
        sampleRate = rate
        let definitions = item.items(.channelDefinitionSequence)
        let channels = item.int(.numberOfWaveformChannels) ?? definitions.count
        guard (1...Recording.mostLeads).contains(channels) else { throw failure("\(channels) channels (003A,0005)") }
        let layout = try SampleLayout(item, failure: failure)
        guard let data = item[.waveformData] else { throw failure("there is no Waveform Data (5400,1010)") }
        let available = data.count / layout.size / channels
        let declared = item.int(.numberOfWaveformSamples) ?? available
        if declared > available { warnings.append("group \(number) has \(available) of \(declared) samples") }
        let count = min(declared, available)
        guard count * channels <= Recording.mostSamples else { throw failure("there are too many samples") }
        for channel in 0..<channels {
            let definition = channel < definitions.count ? definitions[channel] : DataSet()
            guard let lead = Self.lead(definition, number: channel + 1, samples: {
                data.withBytes { layout.samples($0, channel: channel, of: channels, count: count, isBigEndian: data.isBigEndian) }
            }) else {
                warnings.append("group \(number), channel \(channel + 1): not a voltage, left out")
                channelNames.append(nil)
                continue
            }
            leads.append(lead)
            channelNames.append(lead.name)
            if filters == nil {
                // The low frequency is where the high-pass filter lets through.
                let band = [Tag.filterLowFrequency, .filterHighFrequency, .notchFilterFrequency].map { definition.double($0).flatMap { $0 > 0 ? $0 : nil } }
                if band.contains(where: { $0 != nil }) { filters = (band[0], band[1], band[2]) }
            }
        }
    }

    /// nil if the channel's unit is no voltage.
    private static func lead(_ definition: DataSet, number: Int, samples: () -> [Int32]) -> Recording.Lead? {
        let unit = definition.items(.channelSensitivityUnitsSequence).first?.string(.codeValue) ?? "uV"
        guard let microvolts = Voltage.microvolts(ofOne: unit) else { return nil }
        let source = definition.items(.channelSourceSequence).first
        let sensitivity = (definition.double(.channelSensitivity) ?? 1) * (definition.double(.channelSensitivityCorrectionFactor) ?? 1)
        let baseline = definition.double(.channelBaseline) ?? 0
        let names = [source.flatMap(DICOMLeadCode.name), definition.string(.channelLabel), source?.string(.codeMeaning)].compactMap { $0.map(LeadName.usual) }
        let name = names.first(where: LeadName.isKnown) ?? names.first ?? "channel \(number)"
        guard sensitivity != 0 else { return nil }
        // A value is sample · sensitivity · correction + baseline.
        return Recording.Lead(name: name, samples: samples(), scale: sensitivity * microvolts, zero: baseline == 0 ? 0 : -baseline / sensitivity)
    }

    /// A lead of this group where the recording begins with another.
    func placed(_ lead: Recording.Lead, after first: DICOMWaveformGroup) -> Recording.Lead {
        let seconds = (timeOffset - first.timeOffset) / 1000
        guard seconds > 0, seconds * sampleRate <= Double(Recording.longestGap) else { return lead }
        var lead = lead
        lead.samples = [Int32](repeating: Recording.Lead.missing, count: Int((seconds * sampleRate).rounded())) + lead.samples
        return lead
    }
}

/// How samples are written (5400,1004), (5400,1006).
private struct SampleLayout {
    let size: Int
    private let isSigned: Bool
    private let padding: Int?

    init(_ item: DataSet, failure: (String) -> RecordingError) throws(RecordingError) {
        let bits = item.int(.waveformBitsAllocated) ?? 16
        let interpretation = item.string(.waveformSampleInterpretation) ?? "SS"
        guard ["SB", "UB", "SS", "US", "SL", "UL"].contains(interpretation), [8, 16, 32].contains(bits) else {
            throw failure("samples of \(bits) bits as \(interpretation) are not an ECG's")
        }
        size = bits / 8
        isSigned = interpretation.hasPrefix("S")
        let isSigned = isSigned
        padding = item[.waveformPaddingValue].flatMap { element in
            element.withBytes { bytes in
                guard bytes.count >= bits / 8 else { return nil }
                return Self.number(bytes, at: 0, size: bits / 8, isSigned: isSigned, isBigEndian: element.isBigEndian)
            }
        }
    }

    func samples(_ bytes: UnsafeRawBufferPointer, channel: Int, of channels: Int, count: Int, isBigEndian: Bool) -> [Int32] {
        (0..<count).map { row in
            let value = Self.number(bytes, at: (row * channels + channel) * size, size: size, isSigned: isSigned, isBigEndian: isBigEndian)
            return value == padding ? Recording.Lead.missing : Int32(clamping: value)
        }
    }

    @inline(__always)
    private static func number(_ bytes: UnsafeRawBufferPointer, at offset: Int, size: Int, isSigned: Bool, isBigEndian: Bool) -> Int {
        switch size {
        case 1:
            return isSigned ? Int(Int8(bitPattern: bytes[offset])) : Int(bytes[offset])
        case 2:
            let raw = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
            let value = isBigEndian ? UInt16(bigEndian: raw) : UInt16(littleEndian: raw)
            return isSigned ? Int(Int16(bitPattern: value)) : Int(value)
        default:
            let raw = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            let value = isBigEndian ? UInt32(bigEndian: raw) : UInt32(littleEndian: raw)
            return isSigned ? Int(Int32(bitPattern: value)) : Int(value)
        }
    }
}

/// Codes of a channel's source (PS3.16 CID 3001): MDC numbers leads as SCP-ECG does, after `2:`; SCPECG after `5.6.3-9-`.
enum DICOMLeadCode {
    static func name(_ source: DataSet) -> String? {
        let code = source.string(.codeValue) ?? ""
        switch source.string(.codingSchemeDesignator) {
        case "MDC": return code.hasPrefix("2:") ? Int(code.dropFirst(2)).map(SCPLeads.name) : nil
        case "SCPECG": return code.split(separator: "-").last.flatMap { Int($0) }.map(SCPLeads.name)
        default: return nil
        }
    }
}

extension Tag {
    static let multiplexGroupTimeOffset = Tag(0x0018, 0x1068)
    static let numberOfWaveformChannels = Tag(0x003a, 0x0005)
    static let numberOfWaveformSamples = Tag(0x003a, 0x0010)
    static let samplingFrequency = Tag(0x003a, 0x001a)
    static let multiplexGroupLabel = Tag(0x003a, 0x0020)
    static let channelDefinitionSequence = Tag(0x003a, 0x0200)
    static let channelLabel = Tag(0x003a, 0x0203)
    static let channelSourceSequence = Tag(0x003a, 0x0208)
    static let channelSensitivity = Tag(0x003a, 0x0210)
    static let channelSensitivityUnitsSequence = Tag(0x003a, 0x0211)
    static let channelSensitivityCorrectionFactor = Tag(0x003a, 0x0212)
    static let channelBaseline = Tag(0x003a, 0x0213)
    static let filterLowFrequency = Tag(0x003a, 0x0220)
    static let filterHighFrequency = Tag(0x003a, 0x0221)
    static let notchFilterFrequency = Tag(0x003a, 0x0222)
    static let waveformSampleInterpretation = Tag(0x5400, 0x1006)
    static let waveformPaddingValue = Tag(0x5400, 0x100a)
}
