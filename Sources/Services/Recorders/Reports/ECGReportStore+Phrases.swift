import Database
import TextCoding

extension ECGReportStore {
    private static let longestPhrase = 2000

    public func phrases() throws -> [ECGPhrase] {
        try database.read {
            try $0.query("SELECT kind, topic, code, text FROM ecg_phrase ORDER BY kind DESC, topic, text").map { row in
                ECGPhrase(kind: ECGPhrase.Kind(rawValue: row.text(0)) ?? .phrase, topic: row.text(1), code: row.text(2), text: row.text(3))
            }
        }
    }

    /// Keeps a phrase; one of the same text is replaced. Without a code it is found by the initials of its pinyin.
    public func add(_ phrase: ECGPhrase) throws {
        guard !phrase.text.allSatisfy(\.isWhitespace) else { throw ECGReportRefusal.empty }
        guard (phrase.text + phrase.topic + phrase.code).utf8.count <= Self.longestPhrase else { throw ECGReportRefusal.tooLong }
        try database.write { connection in
            try connection.execute("DELETE FROM ecg_phrase WHERE kind = ? AND text = ?", [.text(phrase.kind.rawValue), .text(phrase.text)])
            try phrase.insert(connection)
        }
    }

    public func remove(_ kind: ECGPhrase.Kind, _ text: String) throws {
        try database.write { try $0.execute("DELETE FROM ecg_phrase WHERE kind = ? AND text = ?", [.text(kind.rawValue), .text(text)]) }
    }
}

extension ECGPhrase {
    func insert(_ connection: any SQLConnection) throws {
        let spoken = kind == .template && !topic.isEmpty ? topic : text
        let initials = NameForms(spoken).derived.dropFirst().first ?? ""
        try connection.execute(
            "INSERT INTO ecg_phrase (kind, topic, code, text) VALUES (?, ?, ?, ?)",
            [.text(kind.rawValue), .text(topic), .text(code.isEmpty ? initials : code), .text(text)])
    }
}
