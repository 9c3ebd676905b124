import Synchronization

/// Tells whoever listens of each recording that arrives.
public final class RecordingArrivals: Sendable {
    private struct Listeners {
        var next = 0
        var all: [Int: AsyncStream<StoredRecording>.Continuation] = [:]
    }

    private let listeners = Mutex(Listeners())

    /// Recordings that arrive from now on. A listener that is slow loses the oldest of 256.
    public func stream() -> AsyncStream<StoredRecording> {
        AsyncStream(bufferingPolicy: .bufferingNewest(256)) { continuation in
            let number = listeners.withLock { listeners in
                listeners.next += 1
                listeners.all[listeners.next] = continuation
                return listeners.next
            }
            continuation.onTermination = { [weak self] _ in self?.listeners.withLock { _ = $0.all.removeValue(forKey: number) } }
        }
    }

    func announce(_ recording: StoredRecording) {
        for continuation in listeners.withLock({ Array($0.all.values) }) { continuation.yield(recording) }
    }
}
