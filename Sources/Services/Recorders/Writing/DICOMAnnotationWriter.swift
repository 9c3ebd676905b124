import DICOM
import ECG

/// The Waveform Annotation Sequence (PS3.3 C.10.10) of a recording: measurements, statements, marks, and the waves of the median beat.
enum DICOMAnnotationWriter {
    /// Concepts of PS3.16 CID 3227 and 3229.
    private static let measurements: [(name: String, code: String, meaning: String, unit: String)] = [
        ("heartRate", "2:16016", "Ventricular Heart Rate", "/min"), ("rr", "2:16168", "RR Interval", "ms"), ("p", "2:7184", "P Duration", "ms"),
        ("pr", "2:15872", "PR Interval", "ms"), ("qrs", "2:7156", "QRS Duration", "ms"), ("qt", "2:16160", "QT Interval", "ms"),
        ("qtc", "2:15876", "QTc Interval", "ms"), ("pAxis", "2:16128", "P Axis", "deg"), ("qrsAxis", "2:16132", "QRS Axis", "deg"),
        ("tAxis", "2:16136", "T Axis", "deg"),
    ]

    static func items(_ recording: Recording) -> [DataSet] {
        let values = measurements.compactMap { entry -> DataSet? in
            guard let value = recording.facts.measurements[entry.name] else { return nil }
            var item = item([1, 0])
            item.set(Tag(0x0040, 0xa043), items: [DICOMGroupWriter.coded(entry.code, "MDC", entry.meaning)])
            item.set(Tag(0x0040, 0x08ea), items: [DICOMGroupWriter.coded(entry.unit, "UCUM", entry.unit)])
            item.set(Tag(0x0040, 0xa30a), value)
            return item
        }
        let statements = recording.facts.statements.map { statement -> DataSet in
            var item = item([1, 0])
            item.set(Tag(0x0070, 0x0006), statement)
            return item
        }
        let marks = recording.annotations.prefix(10_000).map { mark -> DataSet in
            let lead = mark.lead.flatMap { name in recording.leads.firstIndex { $0.name == name } }
            var item = item([1, lead.map { $0 + 1 } ?? 0])
            let code = String(mark.code.prefix(64))
            item.set(Tag(0x0040, 0xa043), items: [DICOMGroupWriter.coded(String(code.prefix(16)), "99YIGONG", code)])
            item.set(Tag(0x0040, 0xa130), mark.length > 0 ? "SEGMENT" : "POINT")
            item.set(Tag(0x0040, 0xa132), mark.length > 0 ? [mark.sample + 1, mark.sample + 1 + mark.length] : [mark.sample + 1])
            return item
        }
        return values + statements + marks + fiducials(recording.medianBeat)
    }

    private static func fiducials(_ beat: Recording.MedianBeat?) -> [DataSet] {
        let meanings = ["pOnset": "P onset", "pOffset": "P offset", "qrsOnset": "QRS onset", "qrsOffset": "QRS offset", "tOffset": "T offset"]
        return (beat?.fiducials ?? [:]).sorted { $0.value < $1.value }.compactMap { name, sample in
            guard let meaning = meanings[name] else { return nil }
            var item = item([2, 0])
            item.set(Tag(0x0040, 0xa043), items: [DICOMGroupWriter.coded(name, "99YIGONG", meaning)])
            item.set(Tag(0x0040, 0xa130), "POINT")
            item.set(Tag(0x0040, 0xa132), [sample + 1])
            return item
        }
    }

    /// - Parameter channels: group and channel, 0 standing for all channels.
    private static func item(_ channels: [Int]) -> DataSet {
        var item = DataSet()
        item.set(Tag(0x0040, 0xa0b0), channels)
        return item
    }
}
