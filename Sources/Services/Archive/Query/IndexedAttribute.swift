import DICOM
import Database

/// An attribute that the index keeps in a column.
struct IndexedAttribute: Sendable {
    enum Kind: Sendable {
        case text, uid, number, date, time
        case name
        /// The patient's name, searched by its tokens.
        case patientName
        /// `\CT\SR\`: the study's modalities, each between backslashes.
        case modalities
        case count
    }

    let tag: Tag
    let level: Query.Level
    let column: String
    let kind: Kind
    /// Whether a usual answer of its level holds it (PS3.18 Tables 10.6.3-3 to 10.6.3-5).
    let isUsual: Bool

    private init(_ tag: Tag, _ level: Query.Level, _ column: String, _ kind: Kind, usual: Bool = true) {
        self.tag = tag
        self.level = level
        self.column = column
        self.kind = kind
        isUsual = usual
    }

    static let all: [IndexedAttribute] = [
        .init(.patientName, .patient, "person.name", .patientName),
        .init(.patientID, .patient, "study.patient_id", .text),
        .init(.issuerOfPatientID, .patient, "study.issuer", .text, usual: false),
        .init(.patientBirthDate, .patient, "study.birth_date", .date),
        .init(.patientSex, .patient, "study.sex", .text),

        .init(.studyInstanceUID, .study, "study.uid", .uid),
        .init(.studyDate, .study, "study.study_date", .date),
        .init(.studyTime, .study, "study.study_time", .time),
        .init(.accessionNumber, .study, "study.accession", .text),
        .init(.studyID, .study, "study.study_id", .text),
        .init(.studyDescription, .study, "study.description", .text),
        .init(.referringPhysicianName, .study, "study.referring", .name),
        .init(.modalitiesInStudy, .study, "study.modalities", .modalities),
        .init(.numberOfStudyRelatedSeries, .study, "study.series_count", .count),
        .init(.numberOfStudyRelatedInstances, .study, "study.instance_count", .count),

        .init(.seriesInstanceUID, .series, "series.uid", .uid),
        .init(.modality, .series, "series.modality", .text),
        .init(.seriesNumber, .series, "series.number", .number),
        .init(.seriesDescription, .series, "series.description", .text),
        .init(.bodyPartExamined, .series, "series.body_part", .text, usual: false),
        .init(.laterality, .series, "series.laterality", .text, usual: false),
        .init(.seriesDate, .series, "series.series_date", .date, usual: false),
        .init(.seriesTime, .series, "series.series_time", .time, usual: false),
        .init(.protocolName, .series, "series.protocol", .text, usual: false),
        .init(.stationName, .series, "series.station", .text, usual: false),
        .init(.institutionName, .series, "series.institution", .text, usual: false),
        .init(.manufacturer, .series, "series.manufacturer", .text, usual: false),
        .init(.performedProcedureStepStartDate, .series, "series.step_date", .date),
        .init(.performedProcedureStepStartTime, .series, "series.step_time", .time),
        .init(.numberOfSeriesRelatedInstances, .series, "series.instance_count", .count),

        .init(.sopInstanceUID, .instance, "instance.uid", .uid),
        .init(.sopClassUID, .instance, "instance.sop_class", .uid),
        .init(.instanceNumber, .instance, "instance.number", .number),
        .init(.rows, .instance, "instance.pixel_rows", .number),
        .init(.columns, .instance, "instance.pixel_columns", .number),
        .init(.numberOfFrames, .instance, "instance.frames", .number),
        .init(Tag(0x0008, 0x3002), .instance, "instance.transfer_syntax", .uid),
    ]

    static let byTag = Dictionary(uniqueKeysWithValues: all.map { ($0.tag, $0) })

    /// Those whose columns a query of this level joins.
    static func visible(at level: Query.Level) -> [IndexedAttribute] { all.filter { $0.level <= level } }
}
