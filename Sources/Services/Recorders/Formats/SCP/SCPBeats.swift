/// Where the beats lie of which the reference beat was made (5.7), and which stretches of the rhythm were not to be reduced.
struct SCPBeats {
    private struct Beat {
        let kind: Int
        /// Where the reference beat was subtracted, and where its fiducial mark came to lie; in samples counted from 1.
        let start: Int
        let fiducial: Int
        let end: Int
    }

    /// Milliseconds.
    let referenceLength: Int
    /// The fiducial mark of the reference beat, in samples counted from 1.
    private let referenceFiducial: Int
    private var beats: [Beat] = []
    private var protected: [ClosedRange<Int>] = []

    init(_ section: ByteReader) throws(RecordingError) {
        var reader = section
        referenceLength = try reader.u16("the length of the reference beat")
        referenceFiducial = try reader.u16("the mark of the reference beat")
        let count = try reader.u16("the number of beats")
        guard reader.remaining >= count * 14 else { return }
        for _ in 0..<count {
            let kind = try reader.u16("a beat")
            let start = try reader.u32("a beat")
            let fiducial = try reader.u32("a beat")
            let end = try reader.u32("a beat")
            beats.append(Beat(kind: kind, start: start, fiducial: fiducial, end: end))
        }
        guard reader.remaining >= count * 8 else { return }
        for _ in 0..<count {
            let start = try reader.u32("a protected stretch")
            let end = try reader.u32("a protected stretch")
            if start <= end { protected.append(start...end) }
        }
    }

    /// The stretches as samples of a lead, counted from 0.
    func protectedRanges(in lead: SCPSignals.Lead) -> [Range<Int>] {
        protected.compactMap { range in
            let start = max(range.lowerBound - lead.start, 0)
            let end = min(range.upperBound - lead.start + 1, lead.count)
            return start < end ? start..<end : nil
        }.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// Adds the reference beat wherever it was subtracted; only beats of kind 0 are like it.
    func adding(_ reference: [Int32], to rest: [Int32], of lead: SCPSignals.Lead) -> [Int32] {
        var samples = rest
        for beat in beats where beat.kind == 0 {
            let shift = beat.fiducial - referenceFiducial
            let first = max(beat.start, shift + 1, lead.start)
            let last = min(beat.end, shift + reference.count, lead.start + rest.count - 1)
            guard first <= last else { continue }
            for position in first...last { samples[position - lead.start] &+= reference[position - shift - 1] }
        }
        return samples
    }
}

/// Bimodal reduction (5.9.2): outside protected stretches four samples were averaged into one.
enum SCPBimodal {
    static func restore(_ reduced: [Int32], count: Int, protected: [Range<Int>]) -> [Int32] {
        var samples: [Int32] = []
        samples.reserveCapacity(count)
        var rest = reduced[...]
        for range in protected + [count..<count] {
            let length = max(range.lowerBound - samples.count, 0)
            let means = rest.prefix((length + 3) / 4)
            rest = rest.dropFirst(means.count)
            samples += interpolated(Array(means), count: min(length, means.count * 4))
            let whole = rest.prefix(max(range.upperBound - samples.count, 0))
            rest = rest.dropFirst(whole.count)
            samples += whole
        }
        return samples
    }

    /// Each mean stands in the middle of its four samples; between them the line is straight, before the first and after the last
    /// it is level.
    private static func interpolated(_ means: [Int32], count: Int) -> [Int32] {
        guard let first = means.first, let last = means.last else { return [] }
        return (0..<count).map { position in
            let place = (Double(position) - 1.5) / 4
            let left = Int(place.rounded(.down))
            guard left >= 0 else { return first }
            guard left + 1 < means.count else { return last }
            let value = Double(means[left]) + (Double(means[left + 1]) - Double(means[left])) * (place - Double(left))
            return Int32(value.rounded())
        }
    }
}
