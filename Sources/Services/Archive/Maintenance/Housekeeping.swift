import Foundation
import Logging
import Synchronization

/// What the archive does by itself while it serves: metadata documents ahead of their readers, compression by policy, space given back.
final class Housekeeping: Sendable {
    private unowned let archive: Archive
    private let condition = Condition()
    private let state = Mutex(State())

    private struct State {
        var isStopping = false
        var hasEnded = true
        var compression = CompressionReport()
    }

    private static let documentInterval = 1.0
    private static let compressionInterval = 30.0
    /// Space of replaced objects goes back only after every read begun before has ended.
    private static let removalInterval = 60.0

    init(archive: Archive) { self.archive = archive }

    func start() {
        state.withLock { $0.hasEnded = false }
        let thread = Thread { [self] in run() }
        thread.name = "housekeeping"
        thread.qualityOfService = .background
        thread.start()
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        condition.signal()
        condition.wait(until: { state.withLock(\.hasEnded) })
    }

    /// What compression has done since the start.
    var compression: CompressionReport { state.withLock(\.compression) }

    private var isStopping: Bool { state.withLock(\.isStopping) }

    private func run() {
        var nextCompression = Date()
        var nextRemoval = Date(timeIntervalSinceNow: Self.removalInterval)
        while !isStopping {
            _ = archive.writeStableDocuments()
            if !archive.options.compression.isEmpty, Date() >= nextCompression {
                compress()
                nextCompression = Date(timeIntervalSinceNow: Self.compressionInterval)
            }
            if Date() >= nextRemoval {
                attempt("giving space back") { try archive.finishRemovals() }
                nextRemoval = Date(timeIntervalSinceNow: Self.removalInterval)
            }
            condition.wait(until: { isStopping }, atMost: Self.documentInterval)
        }
        state.withLock { $0.hasEnded = true }
        condition.signal()
    }

    private func compress() {
        attempt("compression") {
            let before = compression
            let report = try archive.compress(by: archive.options.compression) { report in
                state.withLock { $0.compression = before.adding(report) }
                return !isStopping
            }
            guard report.objects > 0 else { return }
            archive.log.info(
                "compressed at rest",
                metadata: ["objects": "\(report.objects)", "ratio": "\(report.ratio)", "MB/s": "\(report.rate)"])
        }
    }

    private func attempt(_ what: String, _ body: () throws -> Void) {
        do { try body() } catch { archive.log.error("\(what) failed and will be tried again", metadata: ["error": "\(error)"]) }
    }
}

extension CompressionReport {
    func adding(_ other: CompressionReport) -> CompressionReport {
        var sum = self
        sum.objects += other.objects
        sum.skipped += other.skipped
        sum.bytesBefore += other.bytesBefore
        sum.bytesAfter += other.bytesAfter
        sum.seconds += other.seconds
        return sum
    }
}
