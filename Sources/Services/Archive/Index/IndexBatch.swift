import DICOM
import Database
import ObjectStore
import TextCoding

/// One transaction's worth of index rows. Counts of studies and series are added up and written once a batch.
struct IndexBatch {
    private(set) var changedSeries: Set<Int64> = []
    /// Second copies of objects that came in at the same moment; their space is given back after the commit.
    private(set) var superfluous: [ObjectAddress] = []

    private var studies: [String: Study] = [:]
    private var series: [String: Series] = [:]
    private var indexedTo: [Int64: Int64] = [:]

    private struct Study {
        let id: Int64
        var modalities: String
        var addedSeries = 0
        var addedInstances = 0
        var addedBytes: Int64 = 0
        var changed: Int64 = 0
    }

    private struct Series {
        let id: Int64
        let studyUID: String
        var addedInstances = 0
        var addedBytes: Int64 = 0
        var changed: Int64 = 0
    }

    static func known(_ uid: String, in connection: any SQLConnection) throws -> KnownInstance? {
        let row = try connection.first(
            "SELECT digest, original_digest, segment, position, length FROM instance WHERE uid_key = ? AND uid = ?",
            [.integer(UIDKey.of(uid)), .text(uid)])
        return row.map { row in
            KnownInstance(
                digest: row.blob(0), originalDigest: row.isNull(1) ? nil : row.blob(1),
                address: ObjectAddress(segment: row.int64(2), offset: row.int64(3), length: row.int64(4)))
        }
    }

    mutating func add(_ entry: IndexEntry, to connection: any SQLConnection) throws {
        let end = SegmentStore.end(of: entry.address)
        indexedTo[entry.address.segment] = max(indexedTo[entry.address.segment] ?? 0, end)
        let uid = entry.summary.sopInstanceUID
        guard entry.note.standing == .live else { return try insertAside(entry, reason: entry.note.standing, connection) }
        if let known = try Self.known(uid, in: connection) {
            if known.address == entry.address { return }
            // The same object twice, or a compressed twin whose row a crash prevented.
            if known.isSame(entry.digest) || entry.note.originalDigest.map(Hex.bytes) == known.digest {
                superfluous.append(entry.address)
            } else {
                try insertAside(entry, reason: .conflict, connection)
            }
            return
        }
        try seriesRow(for: entry, connection)
        try insertInstance(entry, connection)
    }

    mutating func finish(_ connection: any SQLConnection) throws {
        for study in studies.values where study.addedInstances > 0 {
            try connection.execute(
                """
                UPDATE study SET series_count = series_count + ?, instance_count = instance_count + ?, bytes = bytes + ?,
                    modalities = ?, changed = ?, trashed = NULL WHERE id = ?
                """,
                [.integer(study.addedSeries), .integer(study.addedInstances), .integer(study.addedBytes), .text(study.modalities),
                 .integer(study.changed), .integer(study.id)])
        }
        for series in series.values where series.addedInstances > 0 {
            try connection.execute(
                "UPDATE series SET instance_count = instance_count + ?, bytes = bytes + ?, changed = ? WHERE id = ?",
                [.integer(series.addedInstances), .integer(series.addedBytes), .integer(series.changed), .integer(series.id)])
            changedSeries.insert(series.id)
        }
        for (segment, end) in indexedTo {
            try connection.execute(
                """
                INSERT INTO segment (number, indexed_to) VALUES (?, ?)
                ON CONFLICT (number) DO UPDATE SET indexed_to = MAX(segment.indexed_to, excluded.indexed_to)
                """, [.integer(segment), .integer(end)])
        }
    }

    // MARK: Rows

    private func insertInstance(_ entry: IndexEntry, _ connection: any SQLConnection) throws {
        let summary = entry.summary
        try connection.execute(
            """
            INSERT INTO instance (uid_key, uid, series_id, sop_class, number, transfer_syntax, charset, pixel_rows, pixel_columns, frames,
                segment, position, length, digest, original_digest, original_length, received)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [.integer(UIDKey.of(summary.sopInstanceUID)), .text(summary.sopInstanceUID), .integer(series[summary.series.uid]!.id),
             .text(summary.sopClassUID), SQLValue(summary.instanceNumber), .text(entry.note.transferSyntax), SQLValue(entry.note.charset),
             SQLValue(summary.rows), SQLValue(summary.columns), .integer(summary.frames), .integer(entry.address.segment),
             .integer(entry.address.offset), .integer(entry.address.length), .blob(entry.digest),
             SQLValue(entry.note.originalDigest.map(Hex.bytes)), SQLValue(entry.note.originalLength), .integer(entry.received)])
    }

    private func insertAside(_ entry: IndexEntry, reason: StorageNote.Standing, _ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO aside (reason, uid, note, segment, position, length, digest, received)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [.text(reason.rawValue), .text(entry.summary.sopInstanceUID), .blob(entry.encodedNote), .integer(entry.address.segment),
             .integer(entry.address.offset), .integer(entry.address.length), .blob(entry.digest),
             .integer(entry.received)])
    }

    private mutating func seriesRow(for entry: IndexEntry, _ connection: any SQLConnection) throws {
        let keys = entry.summary.series
        if series[keys.uid] == nil {
            if let row = try connection.first(
                "SELECT series.id, study.uid FROM series JOIN study ON study.id = series.study_id WHERE series.uid = ?", [.text(keys.uid)])
            {
                series[keys.uid] = Series(id: row.int64(0), studyUID: row.text(1))
                _ = try studyRow(row.text(1), for: entry, connection)
            } else {
                let study = try studyRow(entry.summary.study.uid, for: entry, connection)
                try insertSeries(keys, study: study, changed: entry.received, connection)
                series[keys.uid] = Series(id: connection.lastInsertID, studyUID: entry.summary.study.uid)
                studies[entry.summary.study.uid]!.addedSeries += 1
            }
        }
        series[keys.uid]!.addedInstances += 1
        series[keys.uid]!.addedBytes += entry.address.length
        series[keys.uid]!.changed = entry.received
        // A series belongs to one study; an instance that says otherwise is listed with its series.
        let studyUID = series[keys.uid]!.studyUID
        _ = try studyRow(studyUID, for: entry, connection)
        studies[studyUID]!.addedInstances += 1
        studies[studyUID]!.addedBytes += entry.address.length
        studies[studyUID]!.changed = entry.received
        let marked = "\\" + keys.modality + "\\"
        if !keys.modality.isEmpty, !studies[studyUID]!.modalities.contains(marked) {
            studies[studyUID]!.modalities += studies[studyUID]!.modalities.isEmpty ? marked : String(marked.dropFirst())
        }
    }

    private mutating func studyRow(_ uid: String, for entry: IndexEntry, _ connection: any SQLConnection) throws -> Int64 {
        if let study = studies[uid] { return study.id }
        if let row = try connection.first("SELECT id, modalities FROM study WHERE uid = ?", [.text(uid)]) {
            studies[uid] = Study(id: row.int64(0), modalities: row.text(1))
        } else {
            let id = try insertStudy(entry.summary.study, received: entry.received, connection)
            studies[uid] = Study(id: id, modalities: "")
        }
        return studies[uid]!.id
    }

    private func insertStudy(_ keys: InstanceSummary.StudyKeys, received: Int64, _ connection: any SQLConnection) throws -> Int64 {
        let person = try Self.person(keys.patientName, connection)
        try connection.execute(
            """
            INSERT INTO study (uid, person_id, patient_id, issuer, birth_date, sex, accession, study_id, study_date, study_time, description,
                referring, modalities, series_count, instance_count, bytes, received, changed, trashed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, 0, 0, ?, ?, NULL)
            """,
            [.text(keys.uid), .integer(person), .text(keys.patientID), .text(keys.issuer), .text(keys.birthDate), .text(keys.sex),
             .text(keys.accession), .text(keys.studyID), .text(keys.date), .text(keys.time), .text(keys.description), .text(keys.referring),
             .integer(received), .integer(received)])
        return connection.lastInsertID
    }

    private func insertSeries(_ keys: InstanceSummary.SeriesKeys, study: Int64, changed: Int64, _ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO series (uid, study_id, modality, number, description, body_part, laterality, series_date, series_time, protocol,
                station, institution, manufacturer, step_date, step_time, instance_count, bytes, changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)
            """,
            [.text(keys.uid), .integer(study), .text(keys.modality), SQLValue(keys.number), .text(keys.description), .text(keys.bodyPart),
             .text(keys.laterality), .text(keys.date), .text(keys.time), .text(keys.protocolName), .text(keys.station),
             .text(keys.institution), .text(keys.manufacturer), .text(keys.stepDate), .text(keys.stepTime), .integer(changed)])
    }

    /// The row of a name; a new name gets its search tokens.
    static func person(_ name: String, _ connection: any SQLConnection) throws -> Int64 {
        if let row = try connection.first("SELECT id FROM person WHERE name = ?", [.text(name)]) { return row.int64(0) }
        let forms = NameForms(name)
        try connection.execute(
            "INSERT INTO person (name, written, derived) VALUES (?, ?, ?)",
            [.text(name), .text(forms.written.joined(separator: "\n")), .text(forms.derived.joined(separator: "\n"))])
        let id = connection.lastInsertID
        for token in forms.tokens {
            try connection.execute("INSERT INTO person_token (token, person_id) VALUES (?, ?)", [.text(token), .integer(id)])
        }
        return id
    }
}

/// Digests as text.
enum Hex {
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func bytes(_ text: String) -> [UInt8] {
        let values = text.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            default: 0
            }
        }
        return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
