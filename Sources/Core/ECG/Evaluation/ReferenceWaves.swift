/// What people marked in a recording: the waves of one lead, or of the recording as a whole.
public struct ReferenceWaves: Sendable {
    /// A point that was not marked is nil.
    public struct Wave: Sendable, Hashable {
        public var onset, peak, offset: Int?

        public init(onset: Int?, peak: Int?, offset: Int?) {
            (self.onset, self.peak, self.offset) = (onset, peak, offset)
        }
    }

    public var p: [Wave] = []
    public var qrs: [Wave] = []
    public var t: [Wave] = []

    private static let beats: Set<String> = [
        "N", "L", "R", "B", "A", "a", "J", "S", "V", "r", "F", "e", "j", "n", "E", "/", "f", "Q", "?",
    ]

    /// From marks in the manner of WFDB: `(` and `)` around `p`, `t` or the symbol of a beat.
    public init(_ marks: [(sample: Int, symbol: String)]) {
        for (index, mark) in marks.enumerated() {
            let kind: WritableKeyPath<ReferenceWaves, [Wave]>
            switch mark.symbol {
            case "p": kind = \.p
            case "t": kind = \.t
            case let symbol where Self.beats.contains(symbol): kind = \.qrs
            default: continue
            }
            let before = index > 0 ? marks[index - 1] : nil, after = index + 1 < marks.count ? marks[index + 1] : nil
            self[keyPath: kind].append(
                Wave(
                    onset: before?.symbol == "(" ? before?.sample : nil, peak: mark.sample,
                    offset: after?.symbol == ")" ? after?.sample : nil))
        }
    }

    /// From the first mark to the last.
    public var span: ClosedRange<Int>? {
        let points = (p + qrs + t).flatMap { [$0.onset, $0.peak, $0.offset].compactMap(\.self) }
        guard let first = points.min(), let last = points.max() else { return nil }
        return first...last
    }
}
