import ECG
import Foundation
import Recorders

/// What the reader asks of one recording but its wave: `GET /api/ecg/readings/{id}`.
struct ECGReadingAnswer: Encodable {
    struct Facts: Encodable {
        let patientID, patientName, sex, birthDate: String?
        let ageYears: Double?
        let recordedAt, device, institution: String?
    }

    /// As the recorder sent them.
    struct Recorded: Encodable {
        let measurements: [String: Double]
        let statements: [String]
    }

    struct Measured: Encodable {
        let heartRate, pr, qrs, qt: Double?
        let qtc: CorrectedQT?
        let axes: Axes
    }

    struct Line: Encodable {
        let code, text, english: String
        /// The measurements that led to it.
        let because: String
        let isCritical: Bool
    }

    struct Beat: Encodable {
        /// Seconds.
        let time: Double
        let kind: String
    }

    struct Median: Encodable {
        struct Lead: Encodable {
            let name: String
            let microvolts: [Int]
        }

        let sampleRate: Double
        let leads: [Lead]
        /// In samples of the median beat.
        let fiducials: [String: Int]
    }

    let id: String
    /// Samples a second, and seconds.
    let sampleRate, duration: Double
    let leads: [String]
    let facts: Facts
    let recorded: Recorded
    let measured: Measured?
    let statements: [Line]
    let triage: String
    let beats: [Beat]
    let median: Median?
    /// Seconds from the start that the program looked at.
    let analysed: Double

    init(id: Int64, _ recording: Recording, _ analysis: ECGAnalysis?, analysed: Double) {
        self.id = String(id)
        sampleRate = recording.sampleRate
        duration = recording.duration
        leads = recording.leads.map(\.name)
        facts = Facts(recording.facts)
        recorded = Recorded(measurements: recording.facts.measurements.filter { $0.value.isFinite }, statements: recording.facts.statements)
        measured = analysis.map { Measured($0.measurements) }
        statements = analysis?.statements.map(Line.init) ?? []
        triage = analysis?.triage.rawValue ?? Triage.unreadable.rawValue
        beats = analysis.map(Self.beats) ?? []
        median = analysis?.medianBeat.map(Median.init)
        self.analysed = analysed
    }

    private static func beats(_ analysis: ECGAnalysis) -> [Beat] {
        zip(analysis.delineation.beats, analysis.rhythm.classes).map { beat, kind in
            Beat(time: Double(beat.sample) / analysis.delineation.sampleRate, kind: "\(kind)")
        }
    }
}

extension ECGReadingAnswer.Facts {
    fileprivate init(_ facts: Recording.Facts) {
        self.init(
            patientID: facts.patientID, patientName: facts.patientName, sex: facts.sex, birthDate: facts.birthDate, ageYears: facts.ageYears,
            recordedAt: facts.recordedAt, device: facts.device, institution: facts.institution)
    }
}

extension ECGReadingAnswer.Measured {
    fileprivate init(_ measurements: Measurements) {
        self.init(
            heartRate: measurements.heartRate, pr: measurements.pr, qrs: measurements.qrs, qt: measurements.qt, qtc: measurements.qtc,
            axes: measurements.axes)
    }
}

extension ECGReadingAnswer.Line {
    fileprivate init(_ statement: Statement) {
        let because = statement.evidence.map { "\($0.name) \(Self.short($0.value)) \($0.unit)" }.joined(separator: "，")
        self.init(
            code: statement.code, text: statement.chinese, english: statement.english, because: because,
            isCritical: statement.severity == .critical)
    }

    private static func short(_ value: Double) -> String {
        abs(value) >= 10 || value == value.rounded() ? String(format: "%.0f", value) : String(format: "%.2f", value)
    }
}

extension ECGReadingAnswer.Median {
    fileprivate init(_ shape: BeatShape) {
        let waves = shape.waves
        let marks = [
            "pOnset": waves.p?.onset, "pOffset": waves.p?.offset, "qrsOnset": waves.qrs?.onset, "qrsOffset": waves.qrs?.offset,
            "tOffset": waves.t?.offset,
        ]
        self.init(
            sampleRate: BeatShape.sampleRate,
            leads: zip(shape.leadNames, shape.leads).map { name, samples in
                Lead(name: name, microvolts: samples.map { $0.isFinite ? Int($0.rounded()) : 0 })
            },
            fiducials: marks.compactMapValues { $0 })
    }
}
