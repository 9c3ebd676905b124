import DICOM

/// What the index keeps of one instance and of the series, study and patient it belongs to.
struct InstanceSummary: Sendable {
    var study: StudyKeys
    var series: SeriesKeys
    var sopInstanceUID: String
    var sopClassUID: String
    var instanceNumber: Int?
    var rows: Int?
    var columns: Int?
    var frames: Int

    /// Study- and patient-level attributes (PS3.4 C.6.1.1.2, C.6.1.1.3), text as decoded.
    struct StudyKeys: Sendable {
        var uid: String
        var patientName: String
        var patientID: String
        var issuer: String
        var birthDate: String
        var sex: String
        var accession: String
        var studyID: String
        var date: String
        var time: String
        var description: String
        var referring: String
    }

    /// Series-level attributes (PS3.4 C.6.1.1.4).
    struct SeriesKeys: Sendable {
        var uid: String
        var modality: String
        var number: Int?
        var description: String
        var bodyPart: String
        var laterality: String
        var date: String
        var time: String
        var protocolName: String
        var station: String
        var institution: String
        var manufacturer: String
        var stepDate: String
        var stepTime: String
    }

    /// - Throws: `StoreRefusal` where an attribute that identifies the object is missing or no UID.
    init(_ header: DataSet) throws(StoreRefusal) {
        sopInstanceUID = try Self.uid(.sopInstanceUID, "SOPInstanceUID", in: header)
        sopClassUID = try Self.uid(.sopClassUID, "SOPClassUID", in: header)
        let studyUID = try Self.uid(.studyInstanceUID, "StudyInstanceUID", in: header)
        let seriesUID = try Self.uid(.seriesInstanceUID, "SeriesInstanceUID", in: header)
        instanceNumber = header.int(.instanceNumber)
        rows = header.int(.rows)
        columns = header.int(.columns)
        frames = max(1, header.int(.numberOfFrames) ?? 1)
        func text(_ tag: Tag) -> String { header.string(tag) ?? "" }
        study = StudyKeys(
            uid: studyUID, patientName: text(.patientName), patientID: text(.patientID), issuer: text(.issuerOfPatientID),
            birthDate: text(.patientBirthDate), sex: text(.patientSex), accession: text(.accessionNumber), studyID: text(.studyID),
            date: text(.studyDate), time: text(.studyTime), description: text(.studyDescription), referring: text(.referringPhysicianName))
        series = SeriesKeys(
            uid: seriesUID, modality: text(.modality), number: header.int(.seriesNumber), description: text(.seriesDescription),
            bodyPart: text(.bodyPartExamined), laterality: text(.laterality), date: text(.seriesDate), time: text(.seriesTime),
            protocolName: text(.protocolName), station: text(.stationName), institution: text(.institutionName),
            manufacturer: text(.manufacturer), stepDate: text(.performedProcedureStepStartDate), stepTime: text(.performedProcedureStepStartTime))
    }

    private static func uid(_ tag: Tag, _ name: String, in header: DataSet) throws(StoreRefusal) -> String {
        guard let uid = header.string(tag), !uid.isEmpty else {
            throw StoreRefusal(.missingAttribute, "\(name) is missing or empty", tag: tag.rawValue)
        }
        guard isUsable(uid) else {
            throw StoreRefusal(.invalidAttribute, "\(name) is not a UID: digits and dots, 64 at the most", tag: tag.rawValue)
        }
        return uid
    }

    /// Digits and dots, 64 at the most (PS3.5 9.1). Leading zeros are forbidden too, but equipment in the field writes them, and an
    /// image that is refused for them is an image lost.
    private static func isUsable(_ uid: String) -> Bool {
        let bytes = uid.utf8
        guard (1...64).contains(bytes.count), bytes.first != UInt8(ascii: "."), bytes.last != UInt8(ascii: ".") else { return false }
        return bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }
    }
}
