internal import Database

/// The tables of accounts, sessions, tokens, peers and the audit. Times are milliseconds since 1970 UTC, truth values 0 and 1,
/// sets are comma-separated text, digests are hexadecimal: the same on every engine.
enum Schema {
    static let area = "runtime"

    static let steps = [
        Migration(
            "accounts",
            sql: [
                """
                CREATE TABLE account (
                  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, password_hash TEXT NOT NULL,
                  roles TEXT NOT NULL, language TEXT NOT NULL, disabled INTEGER NOT NULL,
                  created_at BIGINT NOT NULL, last_login_at BIGINT)
                """,
                """
                CREATE TABLE session (
                  id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account (id), address TEXT NOT NULL,
                  created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL)
                """,
                "CREATE INDEX session_account ON session (account_id)",
                """
                CREATE TABLE token (
                  id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account (id), label TEXT NOT NULL,
                  digest TEXT NOT NULL UNIQUE, rights TEXT NOT NULL,
                  created_at BIGINT NOT NULL, expires_at BIGINT, revoked_at BIGINT, used_at BIGINT)
                """,
                "CREATE INDEX token_account ON token (account_id)",
            ]),
        Migration(
            "audit",
            sql: [
                """
                CREATE TABLE audit (
                  sequence BIGINT PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, origin TEXT NOT NULL,
                  action TEXT NOT NULL, object_kind TEXT NOT NULL, object_id TEXT NOT NULL, patient_id TEXT,
                  outcome TEXT NOT NULL, detail TEXT, digest TEXT NOT NULL)
                """,
                "CREATE INDEX audit_patient ON audit (patient_id, sequence)",
                "CREATE INDEX audit_actor ON audit (actor, sequence)",
                "CREATE TABLE audit_head (chain INTEGER PRIMARY KEY, sequence BIGINT NOT NULL, digest TEXT NOT NULL)",
                "INSERT INTO audit_head (chain, sequence, digest) VALUES (1, 0, '')",
            ]),
        Migration(
            "peers",
            sql: [
                """
                CREATE TABLE peer (
                  ae_title TEXT PRIMARY KEY, host TEXT NOT NULL, port INTEGER NOT NULL, rights TEXT NOT NULL,
                  character_set TEXT, tls INTEGER NOT NULL, note TEXT NOT NULL, created_at BIGINT NOT NULL)
                """
            ]),
    ]
}
