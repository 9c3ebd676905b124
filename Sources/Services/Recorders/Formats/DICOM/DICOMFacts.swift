import DICOM
import ECG

/// What a DICOM object says of the patient, the time and the device.
enum DICOMFacts {
    static func facts(_ dataSet: DataSet) -> Recording.Facts {
        var facts = Recording.Facts()
        facts.patientID = dataSet.string(.patientID)
        facts.patientName = dataSet.personName(.patientName)?.formatted.nonEmpty
        facts.sex = dataSet.string(.patientSex).flatMap(Sex.code)
        facts.birthDate = dataSet.string(.patientBirthDate).flatMap { Moment(digitsOf: $0)?.dateText }
        facts.ageYears = dataSet.string(Tag(0x0010, 0x1010)).flatMap { Age($0)?.years }
        facts.recordedAt = recordedAt(dataSet)
        facts.device = [dataSet.string(.manufacturer), dataSet.string(.manufacturerModelName)].compactMap { $0 }.joined(separator: " ").nonEmpty
        facts.institution = dataSet.string(.institutionName)
        facts.other["sopInstanceUID"] = dataSet.string(.sopInstanceUID)
        facts.other["accessionNumber"] = dataSet.string(.accessionNumber)
        return facts
    }

    private static func recordedAt(_ dataSet: DataSet) -> String? {
        if let moment = dataSet.string(.acquisitionDateTime).flatMap({ Moment(digitsOf: $0) }) { return moment.text }
        for (date, time) in [(Tag.acquisitionDate, Tag.acquisitionTime), (.contentDate, .contentTime), (.studyDate, .studyTime)] {
            guard let day = dataSet.string(date), day.count == 8 else { continue }
            return Moment(digitsOf: day + (dataSet.string(time) ?? ""))?.text
        }
        return nil
    }
}

/// The Waveform Annotation Sequence (PS3.3 C.10.10): measurements, statements, and marks at samples.
enum DICOMAnnotations {
    /// By the meaning of their concept, since devices code them by several schemes.
    private static let measurements: [(words: [String], name: String)] = [
        (["qtc"], "qtc"), (["qt interval"], "qt"), (["pr interval"], "pr"), (["pq interval"], "pr"), (["qrs duration"], "qrs"), (["rr interval"], "rr"),
        (["p duration"], "p"), (["ventricular", "rate"], "heartRate"), (["heart rate"], "heartRate"), (["atrial", "rate"], "atrialRate"),
        (["qrs", "axis"], "qrsAxis"), (["r axis"], "qrsAxis"), (["p", "axis"], "pAxis"), (["t", "axis"], "tAxis"),
    ]

    static func add(_ items: [DataSet], to recording: inout Recording, groups: [DICOMWaveformGroup]) {
        for item in items {
            let concept = item.items(Tag(0x0040, 0xa043)).first?.string(.codeMeaning) ?? ""
            let group = item.ints(Tag(0x0040, 0xa0b0)).first ?? 1
            if let value = item.double(Tag(0x0040, 0xa30a)) {
                // Devices write an interval of 0 where there is none, such as PR in atrial fibrillation.
                if let name = name(ofMeasurement: concept), recording.facts.measurements[name] == nil, value != 0 || name.hasSuffix("Axis") {
                    recording.facts.measurements[name] = value
                }
            } else if let text = item.string(Tag(0x0070, 0x0006)) {
                recording.facts.statements.append(text)
            } else if let meaning = item.items(Tag(0x0040, 0xa168)).first?.string(.codeMeaning), item[Tag(0x0040, 0xa132)] == nil {
                recording.facts.statements.append(meaning)
            }
            mark(item, concept: concept, group: group, groups: groups, in: &recording)
        }
    }

    private static func name(ofMeasurement concept: String) -> String? {
        let text = concept.lowercased()
        let words = Set(text.split { !$0.isLetter }.map(String.init))
        return measurements.first { entry in entry.words.allSatisfy { $0.contains(" ") ? text.contains($0) : words.contains($0) } }?.name
    }

    /// Referenced samples count from 1; those of a median beat are its fiducial marks.
    private static func mark(_ item: DataSet, concept: String, group: Int, groups: [DICOMWaveformGroup], in recording: inout Recording) {
        let positions = item.ints(Tag(0x0040, 0xa132))
        guard let first = positions.first, let group = groups.first(where: { $0.number == group }) else { return }
        if group.isMedianBeat {
            if let name = fiducial(concept) { recording.medianBeat?.fiducials[name] = first - 1 }
            return
        }
        let isRange = positions.count > 1 && item.string(Tag(0x0040, 0xa130)) == "SEGMENT"
        let channels = item.ints(Tag(0x0040, 0xa0b0))
        let lead = channels.count == 2 && group.channelNames.indices.contains(channels[1] - 1) ? group.channelNames[channels[1] - 1] : nil
        for position in isRange ? [first] : positions {
            recording.annotations.append(Recording.Annotation(
                sample: position - 1, length: isRange ? max(positions[1] - first, 0) : 0, code: concept.isEmpty ? "mark" : concept, lead: lead))
        }
    }

    private static func fiducial(_ concept: String) -> String? {
        switch concept.lowercased() {
        case "p onset": "pOnset"
        case "p offset": "pOffset"
        case "qrs onset", "q onset": "qrsOnset"
        case "qrs offset", "q offset", "s offset": "qrsOffset"
        case "t offset": "tOffset"
        default: nil
        }
    }
}
