import DICOM
import ECG

/// Waveforms of DICOM (PS3.3 A.34, C.10.9): 12-lead, general, ambulatory and 32-bit ECG, and whatever else holds an ECG in its
/// Waveform Sequence.
enum DICOMParser: RecordingParser {
    static let format = RecordingFormat.dicom

    /// The prefix of PS3.10, or a bare data set that begins with group 0008.
    static func recognises(_ source: RecordingSource) -> Bool {
        let bytes = source.bytes
        if bytes.starts(withASCII: "DICM", at: 128) { return true }
        return bytes.count > 16 && bytes[0] == 8 && bytes[1] == 0 && bytes[3] == 0 && [0x00, 0x05, 0x16, 0x18].contains(bytes[2])
    }

    static func read(_ source: RecordingSource) throws(RecordingError) -> Reading {
        let object: Result<PartTen.Object, DICOMError> = source.bytes.withUnsafeBytes { bytes in
            Result { () throws(DICOMError) in try PartTen.read(bytes) }
        }
        switch object {
        case .success(let object): return try read(object.dataSet)
        case .failure(let error): throw RecordingError(.dicom, error.offset.map { .offset(Int($0)) } ?? .file, error.message)
        }
    }

    static func read(_ dataSet: DataSet) throws(RecordingError) -> Reading {
        let items = dataSet.items(.waveformSequence)
        guard !items.isEmpty else { throw RecordingError(.dicom, .file, "the object has no Waveform Sequence (5400,0100)") }
        var groups: [DICOMWaveformGroup] = []
        for (index, item) in items.enumerated() { groups.append(try DICOMWaveformGroup(item, number: index + 1)) }
        var warnings = groups.flatMap(\.warnings)
        let beat = groups.first { $0.isMedianBeat }
        let rhythm = groups.filter { !$0.isMedianBeat && !$0.leads.isEmpty }
        guard let first = rhythm.first ?? beat else { throw RecordingError(.dicom, .path("WaveformSequence"), "no group of it is an ECG") }
        var recording = Recording(sampleRate: first.sampleRate, leads: first.leads, facts: DICOMFacts.facts(dataSet))
        // A page of four columns comes as four groups of three leads, each with its offset in time.
        for group in rhythm.dropFirst() {
            guard group.sampleRate == first.sampleRate else {
                warnings.append("group \(group.number) has another sampling rate and was left out")
                continue
            }
            recording.leads += group.leads.filter { lead in recording.lead(lead.name) == nil }.map { group.placed($0, after: first) }
        }
        if let beat, !rhythm.isEmpty { recording.medianBeat = Recording.MedianBeat(sampleRate: beat.sampleRate, leads: beat.leads) }
        if let filters = first.filters {
            (recording.facts.highPassHertz, recording.facts.lowPassHertz, recording.facts.notchHertz) = filters
        }
        DICOMAnnotations.add(dataSet.items(Tag(0x0040, 0xb020)), to: &recording, groups: groups)
        return Reading(recording: recording, warnings: warnings)
    }
}
