import DICOM
public import ECG

/// A report as a DICOM Encapsulated PDF object (PS3.3 A.45.1), to lie in the archive beside the images.
public enum EncapsulatedReport {
    private static let sopClass = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.104.1")

    /// - Parameter time: when the report was written, `2026-05-01 14:05`.
    public static func write(_ pdf: [UInt8], title: String, facts: Recording.Facts, time: String?) throws(RecordingError) -> [UInt8] {
        do {
            let dataSet = dataSet(pdf, title: title, facts: facts, time: time)
            return try PartTen.write(
                sopClassUID: sopClass.uid, sopInstanceUID: dataSet.string(.sopInstanceUID) ?? "",
                transferSyntax: .explicitVRLittleEndian, dataSet: dataSet.encode(transferSyntax: .explicitVRLittleEndian))
        } catch {
            throw RecordingError(.dicom, .file, error.message)
        }
    }

    private static func dataSet(_ pdf: [UInt8], title: String, facts: Recording.Facts, time: String?) -> DataSet {
        var dataSet = DataSet()
        dataSet.set(.sopClassUID, sopClass.uid)
        dataSet.set(.sopInstanceUID, UID.generate())
        dataSet.set(.studyInstanceUID, facts.other["studyInstanceUID"] ?? UID.generate())
        dataSet.set(.seriesInstanceUID, UID.generate())
        dataSet.set(.modality, "DOC")
        // Conversion Type: a document of the workstation (PS3.3 C.8.6.1).
        dataSet.set(Tag(0x0008, 0x0064), "WSD")
        let studied = facts.recordedAt.flatMap { Moment(digitsOf: $0) }, written = time.flatMap { Moment(digitsOf: $0) }
        set(studied, at: .studyDate, .studyTime, in: &dataSet)
        set(written, at: .contentDate, .contentTime, in: &dataSet)
        dataSet.set(.accessionNumber, facts.other["accessionNumber"] ?? "")
        dataSet.set(.patientName, facts.patientName ?? "")
        dataSet.set(.patientID, facts.patientID ?? "")
        dataSet.set(.patientBirthDate, facts.birthDate.flatMap { Moment(digitsOf: $0)?.compactDate } ?? "")
        dataSet.set(.patientSex, facts.sex ?? "")
        dataSet.set(.referringPhysicianName, "")
        dataSet.set(Tag(0x0020, 0x0010), "")
        dataSet.set(Tag(0x0020, 0x0011), 1)
        dataSet.set(Tag(0x0020, 0x0013), 1)
        if let institution = facts.institution { dataSet.set(.institutionName, institution) }
        // Burned In Annotation, Document Title, Concept Name, MIME Type, Encapsulated Document (PS3.3 C.24.2).
        dataSet.set(Tag(0x0028, 0x0301), "YES")
        dataSet.set(Tag(0x0042, 0x0010), title)
        dataSet.set(Tag(0x0040, 0xa043), items: [])
        dataSet.set(Tag(0x0042, 0x0012), "application/pdf")
        dataSet.set(Tag(0x0042, 0x0011), bytes: pdf, vr: .OB)
        dataSet.set(Tag(0x0042, 0x0015), pdf.count, vr: .UL)
        return dataSet
    }

    private static func set(_ moment: Moment?, at date: Tag, _ time: Tag, in dataSet: inout DataSet) {
        dataSet.set(date, moment?.compactDate ?? "")
        dataSet.set(time, moment?.compactTime ?? "")
    }
}
