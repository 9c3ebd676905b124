import Foundation
import Synchronization

/// How a link is doing, live.
public struct LinkStatus: Sendable, Codable, Equatable {
    public enum State: String, Sendable, Codable {
        case off
        /// Waiting for the instrument to connect, or for files.
        case waiting
        case connecting
        case connected
        case failed
    }

    public let id: String
    public var state = State.off
    /// Who is connected: addresses, or the device.
    public var peers: [String] = []
    public var lastMessageAt: Int64?
    public var lastSample = ""
    /// Since the service started.
    public var messages = 0
    public var faults = 0
    public var lastFault = ""
    public var lastFaultAt: Int64?

    init(id: String) { self.id = id }
}

/// What all links are doing: kept in memory for the page, with the log written to the store.
public final class LinkBoard: Sendable {
    private struct Board {
        var statuses: [String: LinkStatus] = [:]
        var unwritten: [(link: String, entry: LinkEntry)] = []
        var watchers: [UUID: AsyncStream<LinkStatus>.Continuation] = [:]
    }

    private let board = Mutex(Board())
    private let store: AnalyzerStore

    init(store: AnalyzerStore) { self.store = store }

    public var statuses: [LinkStatus] { board.withLock { $0.statuses.values.sorted { $0.id < $1.id } } }

    /// Every change from now on. The newest are kept for a watcher that is slow.
    public func changes() -> AsyncStream<LinkStatus> {
        let key = UUID()
        return AsyncStream(bufferingPolicy: .bufferingNewest(200)) { continuation in
            continuation.onTermination = { [weak self] _ in self?.board.withLock { _ = $0.watchers.removeValue(forKey: key) } }
            board.withLock { $0.watchers[key] = continuation }
        }
    }

    func change(_ link: String, _ body: (inout LinkStatus) -> Void) {
        board.withLock { board in
            var status = board.statuses[link] ?? LinkStatus(id: link)
            body(&status)
            guard status != board.statuses[link] else { return }
            board.statuses[link] = status
            for watcher in board.watchers.values { watcher.yield(status) }
        }
    }

    func forget(_ link: String) { board.withLock { _ = $0.statuses.removeValue(forKey: link) } }

    /// Enters something into a link's log. The same again within a minute only counts.
    func note(_ link: String, _ text: String, isFault: Bool, at time: Int64) {
        let short = String(text.prefix(500))
        board.withLock { board in
            if let last = board.unwritten.lastIndex(where: { $0.link == link && $0.entry.text == short }) {
                let entry = board.unwritten[last].entry
                board.unwritten[last].entry = LinkEntry(at: entry.at, times: entry.times + 1, text: short)
            } else if board.unwritten.count < 1000 {
                board.unwritten.append((link, LinkEntry(at: time, times: 1, text: short)))
            }
        }
        guard isFault else { return }
        change(link) {
            $0.faults += 1
            $0.lastFault = short
            $0.lastFaultAt = time
        }
    }

    /// Writes what waits into the store.
    func write() {
        let entries = board.withLock { board in
            defer { board.unwritten = [] }
            return board.unwritten
        }
        if !entries.isEmpty { try? store.note(entries) }
    }
}
