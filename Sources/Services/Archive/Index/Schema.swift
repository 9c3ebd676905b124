import Database

/// The archive's tables. Study and series rows carry every key of their level, so that a query touches no object; an instance
/// row is small. Everything here but the trash can be rebuilt from the objects.
enum Schema {
    static let steps = [
        Migration(
            "index",
            sql: [
                // One row a distinct PatientName, so that a name is transliterated once and searched by its tokens.
                // `written` and `derived` are its NameForms, one a line.
                """
                CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, written TEXT NOT NULL, derived TEXT NOT NULL)
                """,
                """
                CREATE TABLE person_token (token TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person (id),
                    PRIMARY KEY (token, person_id))
                """,
                """
                CREATE TABLE study (
                    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
                    person_id INTEGER NOT NULL REFERENCES person (id), patient_id TEXT NOT NULL, issuer TEXT NOT NULL,
                    birth_date TEXT NOT NULL, sex TEXT NOT NULL, accession TEXT NOT NULL, study_id TEXT NOT NULL,
                    study_date TEXT NOT NULL, study_time TEXT NOT NULL, description TEXT NOT NULL, referring TEXT NOT NULL,
                    modalities TEXT NOT NULL, series_count INTEGER NOT NULL, instance_count INTEGER NOT NULL, bytes INTEGER NOT NULL,
                    received INTEGER NOT NULL, changed INTEGER NOT NULL, trashed INTEGER)
                """,
                "CREATE INDEX study_person ON study (person_id)",
                "CREATE INDEX study_patient ON study (patient_id)",
                "CREATE INDEX study_accession ON study (accession)",
                "CREATE INDEX study_date ON study (study_date, study_time)",
                "CREATE INDEX study_trashed ON study (trashed)",
                """
                CREATE TABLE series (
                    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, study_id INTEGER NOT NULL REFERENCES study (id),
                    modality TEXT NOT NULL, number INTEGER, description TEXT NOT NULL, body_part TEXT NOT NULL, laterality TEXT NOT NULL,
                    series_date TEXT NOT NULL, series_time TEXT NOT NULL, protocol TEXT NOT NULL, station TEXT NOT NULL,
                    institution TEXT NOT NULL, manufacturer TEXT NOT NULL, step_date TEXT NOT NULL, step_time TEXT NOT NULL,
                    instance_count INTEGER NOT NULL, bytes INTEGER NOT NULL, changed INTEGER NOT NULL)
                """,
                "CREATE INDEX series_study ON series (study_id)",
                """
                CREATE TABLE instance (
                    id INTEGER PRIMARY KEY, uid_key INTEGER NOT NULL, uid TEXT NOT NULL, series_id INTEGER NOT NULL REFERENCES series (id),
                    sop_class TEXT NOT NULL, number INTEGER, transfer_syntax TEXT NOT NULL, charset TEXT,
                    pixel_rows INTEGER, pixel_columns INTEGER, frames INTEGER NOT NULL,
                    segment INTEGER NOT NULL, position INTEGER NOT NULL, length INTEGER NOT NULL,
                    digest BLOB NOT NULL, original_digest BLOB, original_length INTEGER, received INTEGER NOT NULL)
                """,
                "CREATE INDEX instance_uid ON instance (uid_key)",
                "CREATE INDEX instance_series ON instance (series_id)",
                // How far each segment is in the index, written in the same transaction as its rows.
                "CREATE TABLE segment (number INTEGER PRIMARY KEY, indexed_to INTEGER NOT NULL)",
                // Objects that are kept but not shown: a conflict with an instance already here, or a sender not yet trusted.
                """
                CREATE TABLE aside (
                    id INTEGER PRIMARY KEY, reason TEXT NOT NULL, uid TEXT NOT NULL, note BLOB NOT NULL,
                    segment INTEGER NOT NULL, position INTEGER NOT NULL, length INTEGER NOT NULL,
                    digest BLOB NOT NULL, received INTEGER NOT NULL)
                """,
                "CREATE INDEX aside_uid ON aside (uid)",
                // Objects without a row any more whose space is still to be given back.
                "CREATE TABLE removal (segment INTEGER NOT NULL, position INTEGER NOT NULL, length INTEGER NOT NULL)",
            ])
    ]
}
