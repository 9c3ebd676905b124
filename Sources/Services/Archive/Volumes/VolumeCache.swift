import Database
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
    /// One is made after the other: each takes all cores.
    private let queue = DispatchQueue(label: "volumes")

    private struct Entry {
        var state: VolumeState
        /// Bytes of voxels, from the moment on that they are taken.
        var length = 0
        /// Which instances it was, or is being, made of.
        let content: String
        var lastUse: UInt64

        var isBuilding: Bool { if case .building = state { true } else { false } }
    }

    private struct Entries {
        var bySeries: [String: Entry] = [:]
        var clock: UInt64 = 0
    }

    /// - Parameter bound: bytes that all volumes together may take.
    public init(archive: Archive, bound: Int) {
        self.archive = archive
        self.bound = bound
    }

    /// What there is of a series; the first who asks has it made.
    /// - Returns: nil where there is no such series.
    public func state(study: String, series: String) throws -> VolumeState? {
        guard let content = try content(study: study, series: series) else { return nil }
        let key = "\(study)/\(series)"
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
        if isNew { queue.async { self.make(key, content, .series(series, of: study)) } }
        return state
    }

    /// Changes when instances come or go. Asked for every plane, so it does not look at them one by one.
    /// - Returns: nil where there is no such series.
    private func content(study: String, series: String) throws -> String? {
        try archive.read { connection in
            try connection.first(
                """
                SELECT series.changed, series.instance_count FROM series JOIN study ON study.id = series.study_id
                WHERE series.uid = ? AND study.uid = ? AND study.trashed IS NULL
                """, [.text(series), .text(study)])
        }.map { "\($0.int64(0)) \($0.int(1))" }
    }

    private func make(_ key: String, _ content: String, _ scope: ArchiveScope) {
        do {
            let assembly = VolumeAssembly(
                archive: archive, instances: try archive.instances(in: scope), reserve: { self.reserve($0, for: key, content) },
                progress: { done, count in self.update(key, content, .building(done: done, of: count)) })
            update(key, content, .ready(try assembly.volume()))
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
            if case .failed = state { entries.bySeries[key]?.length = 0 }
        }
    }

    /// Lets go of the volumes used longest ago until one of `length` bytes has its place. What failed takes no memory, but is not remembered
    /// for ever either.
    private func reserve(_ length: Int, for key: String, _ content: String) -> Bool {
        guard length <= bound else { return false }
        entries.withLock { entries in
            var used = entries.bySeries.reduce(length) { $1.key == key ? $0 : $0 + $1.value.length }
            let oldest = entries.bySeries.filter { $0.key != key && !$0.value.isBuilding }.sorted { $0.value.lastUse < $1.value.lastUse }
            for (position, (key, entry)) in oldest.enumerated() where used > bound || oldest.count - position > Self.remembered {
                used -= entry.length
                entries.bySeries[key] = nil
            }
            if entries.bySeries[key]?.content == content { entries.bySeries[key]?.length = length }
        }
        return true
    }

    private static let remembered = 256

    /// Bytes of voxels held now.
    package var length: Int { entries.withLock { $0.bySeries.values.reduce(0) { $0 + $1.length } } }
}
