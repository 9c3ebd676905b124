public import Database
import Foundation

/// Reports on recordings. Every change is a revision of its own; none is ever overwritten.
public struct ECGReportStore: Sendable {
    private static let longestConclusion = 8000
    private static let mostCorrections = 64

    let database: Database

    public init(database: Database) throws {
        try database.migrate("ecg-reports", ECGReportSchema.steps)
        self.database = database
    }

    public func report(on recording: Int64) throws -> ECGReport {
        try database.read { try Self.report(on: recording, $0) }
    }

    /// The states of several reports; recordings without one are left out.
    public func states(of recordings: [Int64]) throws -> [Int64: ECGReport.State] {
        try database.read { connection in
            var states: [Int64: ECGReport.State] = [:]
            for recording in recordings {
                let state = try Self.report(on: recording, connection).state
                if state != .none { states[recording] = state }
            }
            return states
        }
    }

    /// Writes a draft over the revision that its author saw.
    /// - Parameter note: writes what else has to stand in the same transaction: the audit.
    public func save(
        _ conclusion: String, corrected: [String: Double], on recording: Int64, seen: Int, by author: String,
        note: (any SQLConnection) throws -> Void
    ) throws -> ECGReport {
        guard conclusion.utf8.count <= Self.longestConclusion, corrected.count <= Self.mostCorrections,
            corrected.allSatisfy({ $0.key.utf8.count <= 40 && $0.value.isFinite })
        else { throw ECGReportRefusal.tooLong }
        return try change(recording, seen: seen, by: author, note: note) { report throws(ECGReportRefusal) in
            guard report.state == .none || report.state == .draft else { throw .wrongState(report.state) }
            report.state = .draft
            report.conclusion = conclusion
            report.corrected = corrected
            report.writtenBy = author
        }
    }

    public func move(
        _ recording: Int64, _ move: ECGReport.Move, seen: Int, by author: String, note: (any SQLConnection) throws -> Void
    ) throws -> ECGReport {
        try change(recording, seen: seen, by: author, note: note) { report throws(ECGReportRefusal) in
            guard report.state == move.from else { throw .wrongState(report.state) }
            if move == .submit, report.conclusion.allSatisfy(\.isWhitespace) { throw .empty }
            report.state = move.to
            report.reviewedBy = move == .review ? author : nil
        }
    }

    private func change(
        _ recording: Int64, seen: Int, by author: String, note: (any SQLConnection) throws -> Void,
        _ body: (inout ECGReport) throws(ECGReportRefusal) -> Void
    ) throws -> ECGReport {
        try database.write { connection in
            var report = try Self.report(on: recording, connection)
            guard report.revision == seen else { throw ECGReportRefusal.outdated(report) }
            try body(&report)
            report.revision += 1
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            let corrected = String(decoding: try JSONEncoder().encode(report.corrected), as: UTF8.self)
            try connection.execute(
                """
                INSERT INTO ecg_report_revision (recording_id, revision, state, conclusion, corrected, author, written_by, reviewed_by, saved_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(recording), .integer(report.revision), .text(report.state.rawValue), .text(report.conclusion), .text(corrected),
                    .text(author), SQLValue(report.writtenBy), SQLValue(report.reviewedBy), .integer(now),
                ])
            try note(connection)
            return try Self.report(on: recording, connection)
        }
    }

    private static func report(on recording: Int64, _ connection: any SQLConnection) throws -> ECGReport {
        let rows = try connection.query(
            """
            SELECT revision, state, conclusion, corrected, written_by, reviewed_by, saved_at FROM ecg_report_revision
            WHERE recording_id = ? ORDER BY revision
            """, [.integer(recording)])
        guard let last = rows.last else { return ECGReport() }
        var report = ECGReport()
        report.revision = last.int(0)
        report.state = ECGReport.State(rawValue: last.text(1)) ?? .draft
        report.conclusion = last.text(2)
        report.corrected = (try? JSONDecoder().decode([String: Double].self, from: Data(last.text(3).utf8))) ?? [:]
        report.writtenBy = last.optionalText(4)
        report.reviewedBy = last.optionalText(5)
        report.writtenAt = rows.last { $0.text(1) == ECGReport.State.draft.rawValue }.map { localTime($0.int64(6)) }
        report.reviewedAt = report.reviewedBy == nil ? nil : localTime(last.int64(6))
        return report
    }

    /// `2026-05-01 14:05`, by the clock of the place where the report is printed.
    private static func localTime(_ milliseconds: Int64) -> String {
        let parts = Calendar(identifier: .gregorian).dateComponents(
            [.year, .month, .day, .hour, .minute], from: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
        func two(_ number: Int?) -> String { String(format: "%02d", number ?? 0) }
        return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour)):\(two(parts.minute))"
    }
}
