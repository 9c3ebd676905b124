/// How well one kind of point was found: each reference has at most one detection, the nearest within the window.
public struct PointScore: Sendable, Hashable {
    public private(set) var found = 0
    public private(set) var missed = 0
    public private(set) var extra = 0
    private var sum = 0.0
    private var squares = 0.0

    /// The window of AAMI EC57 for beats, and of most who score delineators, seconds.
    public static let window = 0.15

    public init() {}

    /// Percent of the references that were found.
    public var sensitivity: Double? { found + missed > 0 ? 100 * Double(found) / Double(found + missed) : nil }
    /// Percent of the detections that are right.
    public var ppv: Double? { found + extra > 0 ? 100 * Double(found) / Double(found + extra) : nil }
    /// Detected less reference, milliseconds.
    public var mean: Double? { found > 0 ? sum / Double(found) : nil }
    public var sd: Double? { mean.map { max(0, squares / Double(found) - $0 * $0).squareRoot() } }

    /// - Parameters:
    ///   - reference: samples, rising.
    ///   - detected: of several leads that all stand for the reference, or of one; rising. The lead nearest to a reference counts.
    public mutating func add(reference: [Int], detected: [[Int]], sampleRate: Double) {
        let reach = Self.window * sampleRate
        let matches = detected.map { Self.match(reference, $0, reach: reach) }
        for index in reference.indices {
            guard let error = matches.compactMap({ $0.errors[index] }).min(by: { abs($0) < abs($1) }) else {
                missed += 1
                continue
            }
            found += 1
            let milliseconds = Double(error) * 1000 / sampleRate
            sum += milliseconds
            squares += milliseconds * milliseconds
        }
        extra += matches.map(\.unused).min() ?? 0
    }

    public mutating func add(_ other: PointScore) {
        found += other.found
        missed += other.missed
        extra += other.extra
        sum += other.sum
        squares += other.squares
    }

    private static func match(_ reference: [Int], _ detected: [Int], reach: Double) -> (errors: [Int?], unused: Int) {
        var used = Set<Int>()
        let errors = reference.map { point -> Int? in
            let nearest = detected.indices.filter { !used.contains($0) && Double(abs(detected[$0] - point)) <= reach }
                .min { abs(detected[$0] - point) < abs(detected[$1] - point) }
            guard let nearest else { return nil }
            used.insert(nearest)
            return detected[nearest] - point
        }
        return (errors, detected.count - used.count)
    }
}
