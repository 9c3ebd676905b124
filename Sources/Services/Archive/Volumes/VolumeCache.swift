import Dispatch
import Imaging
import Synchronization

/// What there is of a volume.
public enum VolumeState: Sendable {
    /// Slices done, and how many there are; 0 of 0 while their headers are read.
    case building(done: Int, of: Int)
    case ready(SeriesVolume)
    case failed(VolumeError)
}

/// The volumes that were looked at last, shared by all who look, within a bound of memory. A volume that is pushed out lives on until the
/// last plane that is being cut from it is done.
public final class VolumeCache: Sendable {
    private let archive: Archive
    /// Bytes of voxels.
    public let bound: Int
    private let entries = Mutex(Entries())
    private let queue = DispatchQueue(label: "volumes", attributes: .concurrent)
    /// At most so many are made at the same time: each takes all cores and its whole memory.
    private let turns = DispatchSemaphore(value: 2)

    private struct Entry {
        var state: VolumeState
        /// Which instances it was, or is being, made of.
        let content: String
        var lastUse: UInt64
    }

    private struct Entries {
        var bySeries: [String: Entry] = [:]
        var clock: UInt64 = 0
    }

    /// - Parameter bound: bytes that all volumes together may take; a quarter of the machine's memory when nothing else is said.
    public init(archive: Archive, bound: Int) {
        self.archive = archive
        self.bound = bound
    }

    /// What there is of a series; the first who asks has it made.
    /// - Returns: nil where there is no such series.
    public func state(study: String, series: String) throws -> VolumeState? {
        let instances = try archive.instances(in: .series(series, of: study))
        guard !instances.isEmpty else { return nil }
        let key = "\(study)/\(series)", content = Self.content(of: instances)
        let (state, isNew) = entries.withLock { entries -> (VolumeState, Bool) in
            entries.clock += 1
            if var entry = entries.bySeries[key], entry.content == content {
                entry.lastUse = entries.clock
                entries.bySeries[key] = entry
                return (entry.state, false)
            }
            let state = VolumeState.building(done: 0, of: 0)
            entries.bySeries[key] = Entry(state: state, content: content, lastUse: entries.clock)
            return (state, true)
        }
        if isNew { queue.async { self.make(key, content, instances) } }
        return state
    }

    /// Changes when instances come or go, or are compressed.
    private static func content(of instances: [StoredInstance]) -> String {
        "\(instances.count) \(instances.reduce(into: UInt64(0)) { $0 = ($0 &* 31) &+ UInt64(bitPattern: $1.id) })"
    }

    private func make(_ key: String, _ content: String, _ instances: [StoredInstance]) {
        turns.wait()
        defer { turns.signal() }
        let assembly = VolumeAssembly(archive: archive, instances: instances, limit: bound) { done, count in
            self.update(key, content, .building(done: done, of: count))
        }
        do {
            let made = try assembly.volume()
            makeRoom(for: made.volume.length, besides: key)
            update(key, content, .ready(made))
        } catch let error as VolumeError {
            update(key, content, .failed(error))
        } catch {
            archive.log.error("a volume cannot be made", metadata: ["series": "\(key)", "error": "\(error)"])
            update(key, content, .failed(VolumeError(.unreadable, "the series cannot be read")))
        }
    }

    /// Unless the series has changed since: then someone else is at work on it.
    private func update(_ key: String, _ content: String, _ state: VolumeState) {
        entries.withLock { entries in
            guard let entry = entries.bySeries[key], entry.content == content else { return }
            // Threads report their slices in no order.
            if case .building(let known, _) = entry.state, case .building(let done, _) = state, done < known { return }
            entries.bySeries[key]?.state = state
        }
    }

    /// Lets go of the volumes used longest ago. What failed takes no memory, but is not remembered for ever either.
    private func makeRoom(for length: Int, besides key: String) {
        entries.withLock { entries in
            var used = entries.bySeries.values.reduce(length) { $0 + $1.length }
            let oldest = entries.bySeries.filter { $0.key != key && !$0.value.isBuilding }.sorted { $0.value.lastUse < $1.value.lastUse }
            for (position, (key, entry)) in oldest.enumerated() where used > bound || oldest.count - position > Self.remembered {
                used -= entry.length
                entries.bySeries[key] = nil
            }
        }
    }

    private static let remembered = 256

    /// Bytes of voxels held now.
    package var length: Int { entries.withLock { $0.bySeries.values.reduce(0) { $0 + $1.length } } }
}

extension VolumeCache.Entry {
    fileprivate var length: Int { if case .ready(let made) = state { made.volume.length } else { 0 } }

    fileprivate var isBuilding: Bool { if case .building = state { true } else { false } }
}
