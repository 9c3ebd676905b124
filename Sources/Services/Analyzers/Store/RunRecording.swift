import Database
import Foundation
import HL7

/// Writes one sample's results as a run. A run is known by instrument, sample, kind and time of analysis: what comes again with
/// the same values adds nothing, missing analytes are added, and another value for a known one is a run of its own.
struct RunRecording {
    let connection: any SQLConnection
    let message: IncomingMessage
    let messageID: Int64
    let content: AnalyzerMessage

    /// A clock further off than this makes a time of the day worthless for finding a sample, in milliseconds.
    private static let worstClock: Int64 = 86_400_000

    func record() throws -> (runs: [Int64], notes: [String]) {
        let known = try connection.query(
            "SELECT id FROM run WHERE link_id = ? AND sample = ? AND kind = ? AND analysed_at = ? ORDER BY variant",
            [.text(message.link), .text(content.sample), .text(content.kind.rawValue), .text(analysedAt)]
        ).map { $0.int64(0) }
        for run in known {
            let values = try values(of: run)
            if content.results.contains(where: { (values[$0.code] ?? $0.value) != $0.value }) { continue }
            let missing = content.results.filter { values[$0.code] == nil }
            try insert(missing, into: run, from: values.count)
            return (missing.isEmpty ? [] : [run], missing.isEmpty ? ["run of sample “\(content.sample)” came again"] : [])
        }
        let run = try insertRun(variant: known.count)
        try insert(content.results, into: run, from: 0)
        return ([run], notes(isConflict: !known.isEmpty))
    }

    /// Digits as they came; a message without a time is known by its content, so that a resend is recognised and a rerun is not lost.
    private var analysedAt: String { content.analysedAt.isEmpty ? "#" + message.digest.prefix(16) : content.analysedAt }

    /// How far the instrument's clock is off, as far as the arrival shows it: results of yesterday may be sent today.
    private var clockError: Int64 {
        guard let time = HL7Time(content.analysedAt) else { return 0 }
        return time.milliseconds() - message.receivedAt
    }

    private func notes(isConflict: Bool) -> [String] {
        var notes = content.faults
        if isConflict { notes.append("sample “\(content.sample)” came with another value for the same time; it is kept as a run of its own") }
        if clockError > Self.worstClock || clockError < -30 * Self.worstClock {
            notes.append("the instrument's clock is \(abs(clockError) / Self.worstClock) days \(clockError > 0 ? "ahead" : "behind")")
        }
        let held = content.results.filter { $0.reading?.hold == .unknownCode || $0.reading?.hold == .unknownUnit }
        if !held.isEmpty { notes.append("held, code or unit unknown: " + held.prefix(12).map { "\($0.code) \($0.unit)".trimmed }.joined(separator: ", ")) }
        return notes
    }

    private func insertRun(variant: Int) throws -> Int64 {
        let id = try connection.nextID(of: "run")
        let number = try connection.first(
            "SELECT COUNT(*) FROM run WHERE link_id = ? AND sample = ? AND kind = ?",
            [.text(message.link), .text(content.sample), .text(content.kind.rawValue)])?.int(0) ?? 0
        let match = try match()
        try connection.execute(
            """
            INSERT INTO run (id, link_id, sample, kind, analysed_at, variant, number, received_at, clock_error, message_id, priority, state, reason,
              order_id, alarms, patient) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(id), .text(message.link), .text(content.sample), .text(content.kind.rawValue), .text(analysedAt), .integer(variant),
                .integer(number + 1), .integer(message.receivedAt), .integer(clockError), .integer(messageID), .text(match.priority.rawValue),
                .text(match.state.rawValue), SQLValue(match.reason?.rawValue), SQLValue(match.order), .text(JSONText.of(content.alarms)),
                .text(JSONText.of(content.patient)),
            ])
        return id
    }

    private struct Match {
        var state = AnalyzerRun.State.waiting
        var reason: AnalyzerRun.Reason?
        var order: Int64?
        var priority: AnalyzerMessage.Priority
    }

    /// Controls never meet a patient. A barcode finds its order; a number of the day only together with instrument and date.
    private func match() throws -> Match {
        var match = Match(priority: content.priority)
        guard content.kind == .result else {
            match.state = .control
            return match
        }
        guard !content.sample.isEmpty else {
            match.reason = .noSample
            return match
        }
        if message.isDaily, abs(clockError) > Self.worstClock {
            match.reason = .clock
            return match
        }
        let order = message.isDaily ? try dailyOrder() : try connection.first(
            "SELECT id, priority FROM work_order WHERE sample = ? AND state <> 'cancelled' ORDER BY id DESC LIMIT 1", [.text(content.sample)])
        guard let order else {
            match.reason = message.isDaily ? .dailyNumber : .noOrder
            return match
        }
        match.state = .matched
        match.order = order.int64(0)
        if order.text(1) == AnalyzerMessage.Priority.stat.rawValue { match.priority = .stat }
        try connection.execute("UPDATE work_order SET state = 'done', changed_at = ? WHERE id = ?", [.integer(message.receivedAt), .integer(order.int64(0))])
        return match
    }

    private func dailyOrder() throws -> SQLRow? {
        try connection.first(
            "SELECT id, priority FROM work_order WHERE day = ? AND day_number = ? AND link_id = ? AND state <> 'cancelled' ORDER BY id DESC LIMIT 1",
            [.text(String(content.analysedAt.prefix(8))), .text(content.sample), .text(message.link)])
    }

    private func values(of run: Int64) throws -> [String: String] {
        let rows = try connection.query("SELECT code, value FROM observation WHERE run_id = ?", [.integer(run)])
        return Dictionary(rows.map { ($0.text(0), $0.text(1)) }, uniquingKeysWith: { first, _ in first })
    }

    private func insert(_ results: [AnalyzerResult], into run: Int64, from position: Int) throws {
        var seen: Set<String> = []
        for (offset, result) in results.enumerated() where seen.insert(result.code).inserted {
            try connection.execute(
                """
                INSERT INTO observation (run_id, code, position, name, value, unit, flags, normal_range, comments, analyte, loinc, read_value,
                  read_unit, meaning, hold) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(run), .text(result.code), .integer(position + offset), .text(result.name), .text(result.value), .text(result.unit),
                    .text(result.flags.joined(separator: " ")), .text(result.range), .text(JSONText.of(result.comments)),
                    SQLValue(result.reading?.analyte), SQLValue(result.reading?.loinc), SQLValue(result.reading?.value),
                    SQLValue(result.reading?.unit), .text((result.reading?.meaning ?? []).joined(separator: " ")),
                    SQLValue(result.reading?.hold?.rawValue),
                ])
        }
    }
}

/// Lists and facts in one column.
enum JSONText {
    static func of(_ value: [String]) -> String { value.isEmpty ? "[]" : encoded(value) }

    static func of(_ value: some Encodable) -> String { encoded(value) }

    private static func encoded(_ value: some Encodable) -> String {
        (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    static func read<Value: Decodable>(_ text: String, as type: Value.Type) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
