import DICOM
import Dispatch
import Foundation
import Imaging
import Synchronization

/// Makes one volume of the frames of a series, on all cores.
struct VolumeAssembly {
    let archive: Archive
    let instances: [StoredInstance]
    /// Asked for so many bytes of voxels before they are taken; false where that is too much.
    let reserve: @Sendable (Int) -> Bool
    /// Called with how many slices are done, and of how many.
    let progress: @Sendable (Int, Int) -> Void

    /// - Throws: `VolumeError`, or what the archive throws when it cannot be read.
    func volume() throws -> SeriesVolume {
        let (frames, without) = try candidates()
        guard let first = frames.first else { throw VolumeError(.noGeometry, "no slice says where in the patient it is") }
        guard frames.allSatisfy({ $0.format.samplesPerPixel == 1 && $0.format.photometric != .paletteColor }) else {
            throw VolumeError(.color, "pictures in colour make no volume")
        }
        var usable = frames, lost = without
        // A slice that cannot be decoded is left out, and the others are piled anew; twice is enough unless files change meanwhile.
        for _ in 0..<3 {
            let stack = try stack(of: usable)
            switch try fill(stack, usable) {
            case .complete(let volume):
                let notices = stack.notices + (lost > 0 ? [.unreadable(leftOut: lost)] : [])
                let middle = usable[stack.order[stack.order.count / 2]]
                return SeriesVolume(volume, notices, representative: middle, header: try middle.object.header())
            case .unreadable(let failed):
                lost += failed.count
                usable = usable.indices.filter { !failed.contains($0) }.map { usable[$0] }
            }
        }
        throw VolumeError(.unreadable, "slices of series \(first.object.instance.seriesInstanceUID) cannot be decoded")
    }

    /// The frames that say where they are, in the order of their instances; and how many others have pixels.
    private func candidates() throws -> (frames: [VolumeFrame], without: Int) {
        let images = instances.filter { $0.rows != nil }
        let found = Mutex([[VolumeFrame?]](repeating: [], count: images.count))
        DispatchQueue.concurrentPerform(iterations: images.count) { position in
            // An instance that cannot even be opened counts as one slice lost.
            let frames = (try? Self.frames(of: archive.openApart(images[position]))) ?? [nil]
            found.withLock { $0[position] = frames }
        }
        let all = found.withLock { $0 }.flatMap(\.self), frames = all.compactMap(\.self).filter { $0.placement != nil }
        guard !all.isEmpty else { throw VolumeError(.tooFewSlices, "the series holds no pictures") }
        return (frames, all.count - frames.count)
    }

    private static func frames(of object: StoredObject) throws -> [VolumeFrame?] {
        try (0..<object.frameCount()).map { try VolumeFrame(object, frame: $0) }
    }

    private func stack(of frames: [VolumeFrame]) throws -> SliceStack {
        do { return try SliceStack(frames.compactMap(\.placement)) } catch { throw VolumeError(error) }
    }

    private enum Outcome {
        case complete(Volume)
        /// Frames, by their place in the list.
        case unreadable(Set<Int>)
    }

    private func fill(_ stack: SliceStack, _ frames: [VolumeFrame]) throws -> Outcome {
        let order = stack.order, first = frames[order[0]], count = order.count
        let (kind, rescale) = Self.voxels(for: order.map { frames[$0] })
        let length = VolumeBuilder.length(kind: kind, columns: first.format.columns, rows: first.format.rows, slices: count)
        guard let length, reserve(length) else {
            throw VolumeError(
                .tooLarge, "\(count) slices of \(first.format.columns) × \(first.format.rows) pixels need more memory than volumes may take")
        }
        do {
            let builder = try VolumeBuilder(kind: kind, columns: first.format.columns, rows: first.format.rows, slices: count)
            let state = Mutex((done: 0, failed: Set<Int>()))
            DispatchQueue.concurrentPerform(iterations: count) { slice in
                let isLoaded = (try? Self.load(frames[order[slice]], into: builder, slice: slice)) != nil
                let done = state.withLock { state in
                    state.done += 1
                    if !isLoaded { state.failed.insert(order[slice]) }
                    return state.done
                }
                progress(done, count)
            }
            let failed = state.withLock { $0.failed }
            guard failed.isEmpty else { return .unreadable(failed) }
            return .complete(try builder.finish(geometry: stack.geometry, rescale: rescale, photometric: first.format.photometric))
        } catch {
            throw VolumeError(error.code == .tooLarge || error.code == .internal ? .tooLarge : .mixedSizes, error.message)
        }
    }

    /// Stored values of 16 bits where one rescale holds for all slices; else modality values.
    private static func voxels(for frames: [VolumeFrame]) -> (VoxelKind, Rescale) {
        let kinds = Set(frames.map(\.integerKind)), modalities = Set(frames.map(\.modality))
        guard kinds.count == 1, let kind = kinds.first ?? nil, modalities.count == 1, case .rescale(let slope, let intercept)? = modalities.first else {
            return (.float32, Rescale())
        }
        return (kind, Rescale(slope: slope, intercept: intercept))
    }

    private static func load(_ frame: VolumeFrame, into builder: VolumeBuilder, slice: Int) throws {
        let decoded = try frame.object.decodedFrame(frame.frame)
        try decoded.pixels.withUnsafeBytes { pixels in
            try builder.load(
                pixels, format: decoded.format, samples: frame.samples, modality: frame.modality, padding: frame.padding, slice: slice)
        }
        if case .stored(let bytes) = decoded.pixels { bytes.letGo() }
    }
}

extension Archive {
    /// Opens an instance without keeping it: a series of thousands would push out what is being looked at.
    func openApart(_ instance: StoredInstance) throws -> StoredObject {
        StoredObject(instance, dataSet: try store.read(instance.address))
    }
}
