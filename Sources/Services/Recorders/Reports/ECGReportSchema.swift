import Database

/// The tables of reports and of the phrases they are written with.
enum ECGReportSchema {
    static let steps = [
        Migration(
            "reports",
            sql: [
                """
                CREATE TABLE ecg_report_revision (
                  recording_id BIGINT NOT NULL, revision INTEGER NOT NULL, state TEXT NOT NULL, conclusion TEXT NOT NULL,
                  corrected TEXT NOT NULL, author TEXT NOT NULL, written_by TEXT, reviewed_by TEXT, saved_at BIGINT NOT NULL,
                  PRIMARY KEY (recording_id, revision))
                """,
                "CREATE TABLE ecg_phrase (kind TEXT NOT NULL, topic TEXT NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, text))",
            ]),
        Migration("shipped phrases") { connection in
            for phrase in ECGPhrase.shipped { try phrase.insert(connection) }
        },
    ]
}
