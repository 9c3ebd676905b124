import Synchronization

/// Where the instances of the series being read lie, so that a viewer that fetches a series image by image asks the index
/// twice and not a thousand times.
///
/// What is stored never changes under its UID; only deletion and compression move or hide it, and both say so here.
final class RememberedSeries: Sendable {
    struct Key: Hashable, Sendable {
        let study: String
        let series: String
    }

    /// A point in the history of deletions. What was read from the index before it may be out of date after it.
    struct Age: Equatable, Sendable { fileprivate let count: UInt64 }

    private struct State {
        var series: [Key: [String: StoredInstance]] = [:]
        var instances = 0
        /// Series of which one instance was asked for: the next makes it worth remembering them all.
        var seen: Set<Key> = []
        var tooLong: Set<Key> = []
        var age: UInt64 = 0
    }

    private static let instanceCapacity = 50_000
    private static let seenCapacity = 1000
    private let state = Mutex(State())

    var age: Age { state.withLock { Age(count: $0.age) } }

    func instance(_ uid: String, of key: Key) -> StoredInstance? {
        state.withLock { $0.series[key]?[uid] }
    }

    /// Notes that an instance of a series had to be looked up; whether one was before, and the series is worth reading whole: not where it
    /// was read already and lacks the instance, or is too long to be kept.
    func isAskedForAgain(_ key: Key) -> Bool {
        state.withLock { state in
            if state.series[key] != nil || state.tooLong.contains(key) { return false }
            if state.seen.count >= Self.seenCapacity { state.seen.removeAll() }
            return !state.seen.insert(key).inserted
        }
    }

    /// - Parameter age: from before the instances were read.
    func keep(_ instances: [StoredInstance], of key: Key, since age: Age) {
        guard instances.count <= Self.instanceCapacity / 4 else {
            state.withLock { state in
                if state.tooLong.count >= Self.seenCapacity { state.tooLong.removeAll() }
                state.tooLong.insert(key)
            }
            return
        }
        let byUID = Dictionary(instances.map { ($0.sopInstanceUID, $0) }, uniquingKeysWith: { first, _ in first })
        state.withLock { state in
            guard state.age == age.count else { return }
            if state.instances + byUID.count > Self.instanceCapacity {
                state.series.removeAll()
                state.instances = 0
            }
            state.instances += byUID.count - (state.series.updateValue(byUID, forKey: key)?.count ?? 0)
        }
    }

    /// To be called after the index has changed: objects of a series, or of any where none is named, lie elsewhere or nowhere.
    func forget(_ key: Key? = nil) {
        state.withLock { state in
            state.age += 1
            if let key {
                state.instances -= state.series.removeValue(forKey: key)?.count ?? 0
            } else {
                state.series.removeAll()
                state.instances = 0
            }
        }
    }
}

extension Archive {
    /// One instance that is not in the trash; nil where there is none.
    public func instance(_ sopInstanceUID: String, series: String, study: String) throws -> StoredInstance? {
        let key = RememberedSeries.Key(study: study, series: series)
        if let known = remembered.instance(sopInstanceUID, of: key) { return known }
        let age = remembered.age
        guard remembered.isAskedForAgain(key) else {
            return try instances(in: .instance(sopInstanceUID, of: series, in: study)).first
        }
        let all = try instances(in: .series(series, of: study))
        remembered.keep(all, of: key, since: age)
        return all.first { $0.sopInstanceUID == sopInstanceUID }
    }

    /// The same, only if it is known without asking the index and its bytes are in memory: what may be answered by a thread that must
    /// not wait.
    public func instanceAtHand(_ sopInstanceUID: String, series: String, study: String, atMost length: Int) throws -> StoredObject? {
        let key = RememberedSeries.Key(study: study, series: series)
        guard let instance = remembered.instance(sopInstanceUID, of: key), instance.length <= length else { return nil }
        let object = try open(instance)
        return object.dataSet.isInMemory ? object : nil
    }
}
