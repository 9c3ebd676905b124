import Database

/// Documents that are attached to recordings, told by their first bytes.
enum ReportMedia {
    static func type(of bytes: [UInt8]) -> String? {
        if bytes.starts(withASCII: "%PDF-") { return "application/pdf" }
        return bytes.starts(with: [0xff, 0xd8, 0xff]) ? "image/jpeg" : nil
    }
}

extension RecordingStore {
    /// Attaches a PDF or JPEG, which is kept as it is.
    public func attach(_ bytes: [UInt8], name: String, to id: Int64, origin: String) throws -> RecordingReport {
        guard let type = ReportMedia.type(of: bytes) else { throw RecordingStoreError(.unsupported, "a report is PDF or JPEG") }
        guard let owner = try recording(id) else { throw RecordingStoreError(.missing, "there is no recording \(id)") }
        let digest = try folder.keep(bytes)
        if let known = try report(digest: digest) { return known }
        let note = RecordingFolder.Note(
            name: name, origin: origin, receivedAt: Self.now(), sender: SenderFacts(), companions: [:], reportOf: owner.digest)
        try folder.write(note, of: digest)
        return try insertReport(digest, note, of: id, mediaType: type)
    }

    func insertReport(_ digest: String, _ note: RecordingFolder.Note, of recording: Int64, mediaType: String) throws -> RecordingReport {
        try database.write { connection in
            let id = try connection.first("SELECT MAX(id) FROM recording_report").map { $0.int64(0) + 1 } ?? 1
            try connection.execute(
                "INSERT INTO recording_report (id, recording_id, digest, name, media_type, received_at) VALUES (?, ?, ?, ?, ?, ?)",
                [.integer(id), .integer(recording), .text(digest), .text(note.name), .text(mediaType), .integer(note.receivedAt)])
            return RecordingReport(id: id, recording: recording, name: note.name, mediaType: mediaType, receivedAt: note.receivedAt)
        }
    }

    public func reports(of recording: Int64) throws -> [RecordingReport] {
        try select("recording_id = ?", .integer(recording)).map(\.report)
    }

    /// A report with its bytes.
    public func report(_ id: Int64) throws -> (report: RecordingReport, bytes: [UInt8]) {
        guard let found = try select("id = ?", .integer(id)).first else { throw RecordingStoreError(.missing, "there is no report \(id)") }
        return (found.report, try folder.bytes(found.digest))
    }

    private func report(digest: String) throws -> RecordingReport? { try select("digest = ?", .text(digest)).first?.report }

    private func select(_ condition: String, _ argument: SQLValue) throws -> [(report: RecordingReport, digest: String)] {
        let rows = try database.read {
            try $0.query("SELECT id, recording_id, name, media_type, received_at, digest FROM recording_report WHERE \(condition) ORDER BY id", [argument])
        }
        return rows.map {
            (RecordingReport(id: $0.int64(0), recording: $0.int64(1), name: $0.text(2), mediaType: $0.text(3), receivedAt: $0.int64(4)), $0.text(5))
        }
    }
}
