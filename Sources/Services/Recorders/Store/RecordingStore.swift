import Database
import ECG
import Foundation
import Logging
import Synchronization
import TextCoding

/// Every recording that came in, whatever its way and whether or not it was understood.
public final class RecordingStore: Sendable {
    /// What is said of a recording when it arrives: its rate, and a first triage.
    public struct Judgement: Sendable {
        public var heartRate: Double?
        public var triage: String?

        public init(heartRate: Double? = nil, triage: String? = nil) {
            self.heartRate = heartRate
            self.triage = triage
        }
    }

    let database: Database
    let folder: RecordingFolder
    /// Told of each recording that is new.
    public let arrivals = RecordingArrivals()
    private let judge: @Sendable (Recording) -> Judgement
    private let log: Logger
    /// One keeper at a time, so that the same file twice at once is one recording.
    private let keeping = Mutex(())

    /// - Parameter folder: where the files are; made where it is not there.
    public init(
        database: Database, folder: String, log: Logger = Logger(label: "recordings"),
        judge: @escaping @Sendable (Recording) -> Judgement = { Judgement(heartRate: $0.facts.measurements["heartRate"]) }
    ) throws {
        self.database = database
        self.folder = try RecordingFolder(path: folder)
        self.judge = judge
        self.log = log
        try database.migrate(RecordingSchema.area, RecordingSchema.steps)
        try reconcile()
    }

    /// Keeps a file and all that belongs to it. When this returns they survive a power cut.
    ///
    /// A file that cannot be read is kept too, with what is wrong with it. The same bytes again are the recording that is there.
    public func keep(_ source: RecordingSource, origin: String, sender: SenderFacts = SenderFacts()) throws -> StoredRecording {
        let asked = Mutex<[String: [UInt8]]>([:])
        let following = RecordingSource(bytes: source.bytes, name: source.name) { name in
            let bytes = source.sibling(name)
            if let bytes { asked.withLock { $0[name] = bytes } }
            return bytes
        }
        let reading = Self.read(following)
        return try keeping.withLock { _ in
            let digest = try folder.keep(source.bytes)
            if let known = try recording(digest: digest), known.state == .read || (try? reading.get()) == nil { return known }
            let companions = try asked.withLock { $0 }.mapValues { try folder.keep($0) }
            let note = RecordingFolder.Note(
                name: source.name, origin: origin, receivedAt: Self.now(), sender: sender, companions: companions)
            try folder.write(note, of: digest)
            let stored = try insert(digest, note, size: source.bytes.count, reading)
            if case .failure(let error) = reading { log.warning("\(source.name) from \(origin) was kept but not read: \(error)") }
            arrivals.announce(stored)
            return stored
        }
    }

    private static func read(_ source: RecordingSource) -> Result<RecordingFile, RecordingError> {
        Result { () throws(RecordingError) in try RecordingFile(reading: source) }
    }

    /// The bytes of a recording as they came, and the files beside it.
    public func source(of id: Int64) throws -> RecordingSource {
        guard let stored = try recording(id) else { throw RecordingStoreError(.missing, "there is no recording \(id)") }
        let note = try folder.note(stored.digest)
        let folder = folder
        return RecordingSource(bytes: try folder.bytes(stored.digest), name: note.name) { name in
            note.companions[name].flatMap { try? folder.bytes($0) }
        }
    }

    /// The recording itself, with what its sender said of the patient where the file says nothing.
    public func file(of id: Int64) throws -> RecordingFile {
        guard let stored = try recording(id) else { throw RecordingStoreError(.missing, "there is no recording \(id)") }
        let sender = try folder.note(stored.digest).sender
        return try RecordingFile(reading: source(of: id)).completed(by: sender)
    }

    /// Rows for files whose rows were lost.
    private func reconcile() throws {
        let known = Set(try database.read { try $0.query("SELECT digest FROM recording UNION SELECT digest FROM recording_report") }.map { $0.text(0) })
        let lost = try folder.digests().filter { !known.contains($0) }
        let notes = try lost.map { ($0, try folder.note($0)) }
        for (digest, note) in notes where note.reportOf == nil {
            let bytes = try folder.bytes(digest)
            let folder = folder
            let reading = Self.read(RecordingSource(bytes: bytes, name: note.name) { name in note.companions[name].flatMap { try? folder.bytes($0) } })
            _ = try insert(digest, note, size: bytes.count, reading)
        }
        for (digest, note) in notes {
            guard let owner = try note.reportOf.flatMap({ try recording(digest: $0) }) else { continue }
            _ = try insertReport(digest, note, of: owner.id, mediaType: ReportMedia.type(of: try folder.bytes(digest)) ?? "application/octet-stream")
        }
        if !notes.isEmpty { log.notice("\(notes.count) recordings and reports were listed again from their files") }
    }

    private func insert(
        _ digest: String, _ note: RecordingFolder.Note, size: Int, _ reading: Result<RecordingFile, RecordingError>
    ) throws -> StoredRecording {
        let file = try? reading.get().completed(by: note.sender)
        let facts = file?.recording.facts ?? RecordingFile.facts(of: note.sender)
        let judgement = file.map { judge($0.recording) }
        var fault: String?
        if case .failure(let error) = reading { fault = error.description }
        let words = ([facts.patientID, facts.device, facts.institution, note.name].compactMap { $0.map(NameForms.fold) }
            + (facts.patientName.map { NameForms($0) }.map { $0.written + $0.derived } ?? [])).joined(separator: " ")
        let values: [SQLValue] = [
            .text(digest), .text(note.name), .text(note.origin), .integer(note.receivedAt), .integer(size),
            .text(file == nil ? StoredRecording.State.unreadable.rawValue : StoredRecording.State.read.rawValue), SQLValue(fault), SQLValue(file?.format.rawValue),
            SQLValue(facts.patientID), SQLValue(facts.patientName), SQLValue(facts.sex), SQLValue(facts.birthDate), SQLValue(facts.ageYears),
            SQLValue(facts.recordedAt), SQLValue(facts.device), SQLValue(facts.institution), SQLValue(file?.recording.sampleRate),
            SQLValue(file?.recording.duration), SQLValue(file?.recording.leads.count), SQLValue(judgement?.heartRate), SQLValue(judgement?.triage),
            .text(words),
        ]
        return try database.write { connection in
            try connection.execute("DELETE FROM recording WHERE digest = ? AND state = 'unreadable'", [.text(digest)])
            let id = try connection.first("SELECT MAX(id) FROM recording").map { $0.int64(0) + 1 } ?? 1
            let marks = repeatElement("?", count: values.count).joined(separator: ", ")
            try connection.execute("INSERT INTO recording (\(RecordingSchema.columns), words) VALUES (?, \(marks))", [.integer(id)] + values)
            return try connection.first("SELECT \(RecordingSchema.columns) FROM recording WHERE id = ?", [.integer(id)]).map { StoredRecording($0) }!
        }
    }

    static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}

extension SQLValue {
    init(_ value: Double?) { self = value.map(SQLValue.real) ?? .null }
}

extension RecordingFile {
    /// What a sender said, as facts of a recording of which nothing else is known.
    static func facts(of sender: SenderFacts) -> Recording.Facts {
        var facts = Recording.Facts()
        facts.patientID = sender.patientID
        facts.patientName = sender.patientName
        facts.sex = sender.sex
        facts.birthDate = sender.birthDate
        facts.recordedAt = sender.recordedAt
        return facts
    }

    /// The file's own facts, with the sender's where it has none.
    func completed(by sender: SenderFacts) -> RecordingFile {
        var completed = self
        let facts = recording.facts
        completed.recording.facts.patientID = facts.patientID ?? sender.patientID
        completed.recording.facts.patientName = facts.patientName ?? sender.patientName
        completed.recording.facts.sex = facts.sex ?? sender.sex
        completed.recording.facts.birthDate = facts.birthDate ?? sender.birthDate
        completed.recording.facts.recordedAt = facts.recordedAt ?? sender.recordedAt
        return completed
    }
}
