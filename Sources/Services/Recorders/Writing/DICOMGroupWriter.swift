import DICOM
import ECG

/// Writes one group of the Waveform Sequence (PS3.3 C.10.9.1).
enum DICOMGroupWriter {
    static func group(_ leads: [Recording.Lead], sampleRate: Double, label: String, facts: Recording.Facts) -> DataSet {
        let isWide = leads.contains { !fitsSixteenBits($0) }
        let count = leads.map(\.samples.count).max() ?? 0
        var item = DataSet()
        item.set(.multiplexGroupLabel, label)
        item.set(Tag(0x003a, 0x0004), label == "RHYTHM" ? "ORIGINAL" : "DERIVED")
        item.set(.numberOfWaveformChannels, leads.count)
        item.set(.numberOfWaveformSamples, count)
        item.set(.samplingFrequency, sampleRate)
        item.set(.channelDefinitionSequence, items: leads.map { channel($0, facts: facts, bits: isWide ? 32 : 16) })
        item.set(.waveformBitsAllocated, isWide ? 32 : 16)
        item.set(.waveformSampleInterpretation, isWide ? "SL" : "SS")
        let padding = isWide ? Recording.Lead.missing : Int32(Int16.min)
        var data = ByteWriter()
        func append(_ sample: Int32) { if isWide { data.u32(Int(sample)) } else { data.u16(Int(sample)) } }
        append(padding)
        item.set(.waveformPaddingValue, bytes: data.bytes, vr: .OW)
        data = ByteWriter()
        for row in 0..<count {
            for lead in leads {
                let sample = row < lead.samples.count ? lead.samples[row] : Recording.Lead.missing
                append(sample == Recording.Lead.missing ? padding : sample)
            }
        }
        item.set(.waveformData, bytes: data.bytes, vr: .OW)
        return item
    }

    /// -32768 stands for a sample that is missing.
    static func fitsSixteenBits(_ lead: Recording.Lead) -> Bool {
        lead.samples.allSatisfy { $0 == Recording.Lead.missing || ($0 > -32768 && $0 <= 32767) }
    }

    private static func channel(_ lead: Recording.Lead, facts: Recording.Facts, bits: Int) -> DataSet {
        var channel = DataSet()
        let code = SCPLeads.code(lead.name)
        channel.set(.channelLabel, lead.name)
        channel.set(.channelSourceSequence, items: [
            code > 0 ? coded("2:\(code)", "MDC", "Lead \(lead.name)") : coded("0", "99YIGONG", lead.name),
        ])
        channel.set(.channelSensitivity, lead.scale)
        channel.set(.channelSensitivityUnitsSequence, items: [coded("uV", "UCUM", "microvolt")])
        channel.set(.channelSensitivityCorrectionFactor, 1)
        channel.set(.channelBaseline, lead.zero == 0 ? 0 : -lead.zero * lead.scale)
        channel.set(Tag(0x003a, 0x0215), 0)
        channel.set(Tag(0x003a, 0x021a), bits)
        if let hertz = facts.highPassHertz { channel.set(.filterLowFrequency, hertz) }
        if let hertz = facts.lowPassHertz { channel.set(.filterHighFrequency, hertz) }
        if let hertz = facts.notchHertz { channel.set(.notchFilterFrequency, hertz) }
        return channel
    }

    /// An item of a code sequence (PS3.3 8.8).
    static func coded(_ value: String, _ scheme: String, _ meaning: String) -> DataSet {
        var item = DataSet()
        item.set(.codeValue, value)
        item.set(Tag(0x0008, 0x0102), scheme)
        item.set(.codeMeaning, meaning)
        return item
    }
}
