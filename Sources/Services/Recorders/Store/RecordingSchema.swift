import Database

/// The tables of recordings. They can be made anew from the files.
enum RecordingSchema {
    static let area = "recordings"

    static let steps = [
        Migration(
            "recordings",
            sql: [
                """
                CREATE TABLE recording (
                  id BIGINT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL, origin TEXT NOT NULL, received_at BIGINT NOT NULL,
                  size BIGINT NOT NULL, state TEXT NOT NULL, fault TEXT, format TEXT, patient_id TEXT, patient_name TEXT, sex TEXT,
                  birth_date TEXT, age_years DOUBLE PRECISION, recorded_at TEXT, device TEXT, institution TEXT, sample_rate DOUBLE PRECISION,
                  duration DOUBLE PRECISION, leads INTEGER, heart_rate DOUBLE PRECISION, triage TEXT, words TEXT NOT NULL)
                """,
                "CREATE INDEX recording_received ON recording (received_at)",
                "CREATE INDEX recording_recorded ON recording (recorded_at)",
                "CREATE INDEX recording_patient ON recording (patient_id)",
                "CREATE INDEX recording_triage ON recording (triage, received_at)",
                """
                CREATE TABLE recording_report (
                  id BIGINT PRIMARY KEY, recording_id BIGINT NOT NULL REFERENCES recording (id), digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
                  media_type TEXT NOT NULL, received_at BIGINT NOT NULL)
                """,
                "CREATE INDEX recording_report_recording ON recording_report (recording_id)",
            ]),
        Migration("arrivals", sql: ["CREATE TABLE recording_mark (name TEXT PRIMARY KEY, position BIGINT NOT NULL)"]),
    ]

    /// In the order in which `StoredRecording` reads them.
    static let columns = """
        id, digest, name, origin, received_at, size, state, fault, format, patient_id, patient_name, sex, birth_date, age_years, recorded_at, device,
        institution, sample_rate, duration, leads, heart_rate, triage
        """
}

extension StoredRecording {
    init(_ row: SQLRow) {
        func number(_ column: Int) -> Double? {
            switch row[column] {
            case .real(let value): value
            case .integer(let value): Double(value)
            case .text(let text): Double(text)
            case .null, .blob: nil
            }
        }
        self.init(
            id: row.int64(0), digest: row.text(1), name: row.text(2), origin: row.text(3), receivedAt: row.int64(4), bytes: row.int(5),
            state: State(rawValue: row.text(6)) ?? .unreadable, fault: row.optionalText(7), format: row.optionalText(8).flatMap(RecordingFormat.init),
            patientID: row.optionalText(9), patientName: row.optionalText(10), sex: row.optionalText(11), birthDate: row.optionalText(12),
            ageYears: number(13), recordedAt: row.optionalText(14), device: row.optionalText(15), institution: row.optionalText(16),
            sampleRate: number(17), duration: number(18), leads: row.optionalInt(19), heartRate: number(20), triage: row.optionalText(21))
    }
}
