import Archive
import DICOM
import Foundation
import Imaging
import Testing

/// Series of an archive as volumes: made once, shared, and let go of.
@Suite struct VolumeCacheTests {
    /// A CT slice of 16 by 16 pixels at a place of the patient.
    private func slice(_ number: Int, series: String = "2.25.1.1", change: (inout DataSet) -> Void = { _ in }) -> DataSet {
        var image = SampleImage(series: series, instance: "\(series).\(number)", number: number)
        image.fill = UInt8(number)
        var set = image.dataSet
        set.set(.imagePositionPatient, ["-10", "-20", "\(number * 3)"])
        set.set(.imageOrientationPatient, ["1", "0", "0", "0", "1", "0"])
        set.set(.pixelSpacing, ["0.5", "0.5"])
        set.set(.rescaleSlope, "1")
        set.set(.rescaleIntercept, "-1024")
        set.set(.frameOfReferenceUID, "2.25.77")
        change(&set)
        return set
    }

    private func store(_ sets: [DataSet], in archive: Archive) throws {
        for set in sets { try archive.store(try set.encode(transferSyntax: .explicitVRLittleEndian)) }
    }

    /// Waits until a volume is made or cannot be made.
    private func settled(_ cache: VolumeCache, series: String = "2.25.1.1") throws -> VolumeState {
        for _ in 0..<1000 {
            let state = try #require(try cache.state(study: "2.25.1", series: series))
            if case .building = state { usleep(5000) } else { return state }
        }
        throw VolumeError(.unreadable, "nothing came of the volume")
    }

    private func ready(_ cache: VolumeCache, series: String = "2.25.1.1") throws -> SeriesVolume {
        guard case .ready(let made) = try settled(cache, series: series) else { throw VolumeError(.unreadable, "\(try settled(cache, series: series))") }
        return made
    }

    private func failure(_ cache: VolumeCache) throws -> VolumeError.Code? {
        if case .failed(let error) = try settled(cache) { error.code } else { nil }
    }

    @Test func `a series becomes a volume in the order of its places`() throws {
        try withArchive { archive, _ in
            try store([3, 1, 4, 2].map { slice($0) }, in: archive)
            let made = try ready(VolumeCache(archive: archive, bound: 1 << 20))
            #expect((made.volume.columns, made.volume.rows, made.volume.slices) == (16, 16, 4))
            #expect(made.notices.isEmpty && made.units == "HU" && made.frameOfReferenceUID == "2.25.77")
            #expect(made.volume.rescale == Rescale(slope: 1, intercept: -1024))
            let third = AnatomicalPlane.acquired.stack(through: made.volume).plane(2)
            let pixels = slice(3)[.pixelData]!.bytes
            #expect(try made.volume.sample(third).bytes == pixels)
        }
    }

    @Test func `a rescale of its own for each slice makes modality values`() throws {
        try withArchive { archive, _ in
            try store((1...3).map { number in slice(number) { $0.set(.rescaleSlope, "\(number)") } }, in: archive)
            let made = try ready(VolumeCache(archive: archive, bound: 1 << 20))
            #expect(made.volume.kind == .float32)
            let last = try made.volume.sample(AnatomicalPlane.acquired.stack(through: made.volume).plane(2))
            let stored = slice(3)[.pixelData]!.ints
            let values = last.bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
            #expect(values == stored.map { Float($0 * 3 - 1024) })
        }
    }

    @Test func `one corrupt slice is left out and told`() throws {
        try withArchive { archive, _ in
            let coded = try (1...5).map { number -> [UInt8] in
                guard number == 3 else { return try slice(number).encode(transferSyntax: .explicitVRLittleEndian) }
                return try slice(number) { $0.set(.pixelData, bytes: [1, 2, 3, 4], vr: .OW) }.encode(transferSyntax: .explicitVRLittleEndian)
            }
            for bytes in coded { try archive.store(bytes) }
            let made = try ready(VolumeCache(archive: archive, bound: 1 << 20))
            #expect(made.volume.slices == 4)
            #expect(made.notices.contains(.unreadable(leftOut: 1)) && made.notices.contains(.missingSlices(count: 1)))
        }
    }

    @Test func `an enhanced object gives its frames`() throws {
        try withArchive { archive, _ in
            var set = slice(1) { set in
                set.remove(.imagePositionPatient)
                set.set(.numberOfFrames, "3")
                var plane = DataSet(), orientation = DataSet(), measures = DataSet(), shared = DataSet()
                orientation.set(.imageOrientationPatient, ["1", "0", "0", "0", "1", "0"])
                measures.set(.pixelSpacing, ["0.5", "0.5"])
                shared.set(.planeOrientationSequence, items: [orientation])
                shared.set(.pixelMeasuresSequence, items: [measures])
                set.set(.sharedFunctionalGroupsSequence, items: [shared])
                let frames = [4.0, 0, 2].map { place -> DataSet in
                    var frame = DataSet()
                    plane.set(.imagePositionPatient, ["0", "0", "\(place)"])
                    frame.set(.planePositionSequence, items: [plane])
                    return frame
                }
                set.set(.perFrameFunctionalGroupsSequence, items: frames)
            }
            set.set(.pixelData, bytes: (0..<3).flatMap { frame in (0..<256).flatMap { _ in [UInt8(frame + 1), 0] } }, vr: .OW)
            try store([set], in: archive)
            let made = try ready(VolumeCache(archive: archive, bound: 1 << 20)), slices = AnatomicalPlane.acquired.stack(through: made.volume)
            let firsts = try (0..<3).map { try made.volume.sample(slices.plane($0)).bytes[0] }
            #expect(firsts == [2, 3, 1])
        }
    }

    @Test func `what is no volume fails by name`() throws {
        try withArchive { archive, _ in
            let cache = VolumeCache(archive: archive, bound: 1 << 20)
            #expect(try cache.state(study: "2.25.1", series: "2.25.1.1") == nil)
            try store([slice(1)], in: archive)
            #expect(try failure(cache) == .tooFewSlices)
            // A new instance makes a new attempt.
            try store([slice(2), slice(3)], in: archive)
            #expect(try ready(cache).volume.slices == 3)
            #expect(try failure(VolumeCache(archive: archive, bound: 1000)) == .tooLarge)
        }
        try withArchive { archive, _ in
            try store((1...3).map { number in slice(number) { $0.remove(.imagePositionPatient) } }, in: archive)
            #expect(try failure(VolumeCache(archive: archive, bound: 1 << 20)) == .noGeometry)
        }
    }

    @Test func `the volume used longest ago goes first`() throws {
        try withArchive { archive, _ in
            let series = ["2.25.1.1", "2.25.1.2", "2.25.1.3"], length = 16 * 16 * 2 * 4
            for uid in series { try store((1...4).map { slice($0, series: uid) }, in: archive) }
            let cache = VolumeCache(archive: archive, bound: 2 * length)
            let first = try ready(cache, series: series[0])
            _ = try ready(cache, series: series[1])
            #expect(try ready(cache, series: series[0]).volume === first.volume)
            _ = try ready(cache, series: series[2])
            #expect(cache.length == 2 * length)
            #expect(try ready(cache, series: series[0]).volume === first.volume)
        }
    }
}
