import DICOM
import ECG

/// Writes DICOM waveforms: 12-lead ECG (PS3.3 A.34.3) where the recording is one, general ECG, ambulatory ECG for long ones, and
/// the 32-bit general ECG where samples need it.
enum DICOMWriter {
    static func write(_ recording: Recording) throws(RecordingError) -> [UInt8] {
        do {
            let dataSet = try dataSet(recording)
            return try PartTen.write(
                sopClassUID: dataSet.string(.sopClassUID) ?? "", sopInstanceUID: dataSet.string(.sopInstanceUID) ?? "",
                transferSyntax: .explicitVRLittleEndian, dataSet: dataSet.encode(transferSyntax: .explicitVRLittleEndian))
        } catch {
            throw RecordingError(.dicom, .file, error.message)
        }
    }

    /// - Parameter instance: the UID of the new object; a new one where nil.
    static func dataSet(_ recording: Recording, instance: String? = nil) throws(DICOMError) -> DataSet {
        let facts = recording.facts
        var dataSet = DataSet()
        dataSet.set(.sopClassUID, sopClass(of: recording).uid)
        dataSet.set(.sopInstanceUID, instance ?? UID.generate())
        dataSet.set(.studyInstanceUID, UID.generate())
        dataSet.set(.seriesInstanceUID, UID.generate())
        dataSet.set(.modality, "ECG")
        let time = facts.recordedAt.flatMap { Moment(digitsOf: $0) }
        for (date, clock) in [(Tag.studyDate, Tag.studyTime), (.contentDate, .contentTime)] {
            if let time { dataSet.set(date, time.compactDate) } else { dataSet.setEmpty(date) }
            if let time { dataSet.set(clock, time.compactTime) } else { dataSet.setEmpty(clock) }
        }
        if let time { dataSet.set(.acquisitionDateTime, time.compactDate + time.compactTime) }
        dataSet.set(.accessionNumber, facts.other["accessionNumber"] ?? "")
        dataSet.set(.patientName, name(facts.patientName))
        dataSet.set(.patientID, facts.patientID ?? "")
        dataSet.set(.patientBirthDate, facts.birthDate.flatMap { Moment(digitsOf: $0)?.compactDate } ?? "")
        dataSet.set(.patientSex, facts.sex ?? "")
        if let age = facts.ageYears, (0..<1000).contains(age) { dataSet.set(Tag(0x0010, 0x1010), Moment.padded(Int(age), 3) + "Y") }
        dataSet.set(.referringPhysicianName, "")
        dataSet.set(Tag(0x0020, 0x0010), "")
        dataSet.set(Tag(0x0020, 0x0011), 1)
        dataSet.set(Tag(0x0020, 0x0013), 1)
        dataSet.set(.manufacturer, facts.device ?? "")
        if let institution = facts.institution { dataSet.set(.institutionName, institution) }
        // A 12-lead object holds at most 16384 samples a group (PS3.3 A.34.3.4.6), so longer ones are general.
        var groups = [DICOMGroupWriter.group(recording.leads, sampleRate: recording.sampleRate, label: "RHYTHM", facts: facts)]
        if let beat = recording.medianBeat, !beat.leads.isEmpty {
            groups.append(DICOMGroupWriter.group(beat.leads, sampleRate: beat.sampleRate, label: "MEDIAN BEAT", facts: facts))
        }
        dataSet.set(.waveformSequence, items: groups)
        let annotations = DICOMAnnotationWriter.items(recording)
        if !annotations.isEmpty { dataSet.set(Tag(0x0040, 0xb020), items: annotations) }
        return dataSet
    }

    private static func sopClass(of recording: Recording) -> SOPClass {
        let needs32 = recording.leads.contains { !DICOMGroupWriter.fitsSixteenBits($0) }
        if needs32 { return SOPClass(uid: "1.2.840.10008.5.1.4.1.1.9.1.4") }
        let isResting = (200...1000).contains(recording.sampleRate) && recording.leads.count <= 13
        let isTwelveLead = LeadName.standard.allSatisfy { recording.lead($0) != nil }
        if isResting, isTwelveLead, recording.sampleCount <= 16384 { return .twelveLeadECGWaveform }
        return isResting && recording.duration <= 600 ? .generalECGWaveform : SOPClass(uid: "1.2.840.10008.5.1.4.1.1.9.1.3")
    }

    /// A name of Chinese characters stands in the ideographic group as well, so that systems without them still show something.
    private static func name(_ text: String?) -> String {
        guard let text else { return "" }
        return text.split(separator: " ", maxSplits: 1).joined(separator: "^")
    }
}
