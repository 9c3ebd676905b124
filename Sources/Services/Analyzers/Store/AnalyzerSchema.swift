import Database

/// The tables of analyzers. Times are milliseconds since 1970 UTC, truth values 0 and 1, lists JSON text.
enum AnalyzerSchema {
    static let area = "analyzers"

    static let steps = [
        Migration(
            "messages",
            sql: [
                """
                CREATE TABLE message (
                  id BIGINT PRIMARY KEY, link_id TEXT NOT NULL, outgoing INTEGER NOT NULL, received_at BIGINT NOT NULL,
                  digest TEXT NOT NULL, copies INTEGER NOT NULL, last_at BIGINT NOT NULL, language TEXT NOT NULL, profile TEXT NOT NULL,
                  state TEXT NOT NULL, kind TEXT NOT NULL, sample TEXT NOT NULL, summary TEXT NOT NULL, fault TEXT,
                  attempts INTEGER NOT NULL, next_at BIGINT, size INTEGER NOT NULL, bytes BLOB NOT NULL)
                """,
                "CREATE INDEX message_digest ON message (digest)",
                "CREATE INDEX message_sample ON message (sample)",
                "CREATE INDEX message_link ON message (link_id, id)",
                "CREATE INDEX message_state ON message (state, next_at)",
            ]),
        Migration(
            "runs",
            sql: [
                """
                CREATE TABLE run (
                  id BIGINT PRIMARY KEY, link_id TEXT NOT NULL, sample TEXT NOT NULL, kind TEXT NOT NULL, analysed_at TEXT NOT NULL,
                  variant INTEGER NOT NULL, number INTEGER NOT NULL, received_at BIGINT NOT NULL, clock_error BIGINT NOT NULL,
                  message_id BIGINT NOT NULL REFERENCES message (id), priority TEXT NOT NULL, state TEXT NOT NULL, reason TEXT,
                  order_id BIGINT, alarms TEXT NOT NULL, patient TEXT NOT NULL, claimed_by TEXT, claimed_at BIGINT)
                """,
                "CREATE UNIQUE INDEX run_identity ON run (link_id, sample, kind, analysed_at, variant)",
                "CREATE INDEX run_sample ON run (sample)",
                "CREATE INDEX run_state ON run (state, id)",
                """
                CREATE TABLE observation (
                  run_id BIGINT NOT NULL REFERENCES run (id), code TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
                  value TEXT NOT NULL, unit TEXT NOT NULL, flags TEXT NOT NULL, normal_range TEXT NOT NULL, comments TEXT NOT NULL,
                  analyte TEXT, loinc TEXT, read_value TEXT, read_unit TEXT, meaning TEXT NOT NULL, hold TEXT,
                  PRIMARY KEY (run_id, code))
                """,
            ]),
        Migration(
            "links",
            sql: [
                "CREATE TABLE link (id TEXT PRIMARY KEY, settings TEXT NOT NULL, changed_at BIGINT NOT NULL)",
                "CREATE TABLE profile (id TEXT PRIMARY KEY, json TEXT NOT NULL, changed_at BIGINT NOT NULL)",
                "CREATE TABLE link_entry (id BIGINT PRIMARY KEY, link_id TEXT NOT NULL, at BIGINT NOT NULL, times INTEGER NOT NULL, text TEXT NOT NULL)",
                "CREATE INDEX link_entry_link ON link_entry (link_id, id)",
                "CREATE TABLE seen_file (link_id TEXT NOT NULL, name TEXT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (link_id, name))",
                "CREATE TABLE seen_row (link_id TEXT PRIMARY KEY, last_key TEXT NOT NULL)",
            ]),
        Migration(
            "orders",
            sql: [
                """
                CREATE TABLE work_order (
                  id BIGINT PRIMARY KEY, sample TEXT NOT NULL, link_id TEXT, tests TEXT NOT NULL, patient TEXT NOT NULL,
                  priority TEXT NOT NULL, specimen TEXT NOT NULL, day_number TEXT, day TEXT, created_at BIGINT NOT NULL,
                  state TEXT NOT NULL, changed_at BIGINT NOT NULL, fault TEXT)
                """,
                "CREATE INDEX work_order_sample ON work_order (sample)",
                "CREATE INDEX work_order_day ON work_order (day, day_number)",
            ]),
    ]
}
