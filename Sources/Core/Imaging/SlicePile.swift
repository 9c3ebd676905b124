import Foundation

/// Parallel slices in ascending place: how evenly they lie, and how they are shifted against each other.
struct SlicePile {
    /// Millimetres along the normal.
    let places: [Double]
    let meanGap: Double
    /// From slice to slice by one millimetre along the normal: the normal itself unless the gantry was tilted.
    let direction: PatientVector
    let isEven: Bool
    private let normal: PatientVector
    /// The farthest that a slice lies from where `direction` says.
    private let greatestShift: Double

    init(places: [Double], positions: [PatientVector], normal: PatientVector) {
        (self.places, self.normal) = (places, normal)
        let span = places[places.count - 1] - places[0], gap = span / Double(places.count - 1)
        meanGap = gap
        isEven = places.enumerated().allSatisfy { abs($1 - places[0] - Double($0) * gap) <= SliceStack.evenness * gap }

        // Least squares through the first slice: sideways shift in proportion to the way along the normal.
        var products = SIMD3<Double>.zero, squares = 0.0
        for (place, position) in zip(places, positions) {
            let way = place - places[0]
            products += (position - positions[0] - normal * way) * way
            squares += way * way
        }
        let shear = squares > 0 ? products / squares : .zero, direction = normal + shear
        self.direction = direction
        greatestShift = zip(places, positions).map { place, position in
            (position - positions[0] - direction * (place - places[0])).length
        }.max() ?? 0
    }

    /// - Parameter pixel: the smaller side of a pixel, in millimetres: nobody sees a shift below half of it.
    func notices(pixel: Double) -> [VolumeNotice] {
        var notices = spacingNotices
        let shear = (direction - normal).length, span = places[places.count - 1] - places[0]
        if shear * span > pixel / 2 { notices.append(.gantryTilt(degrees: atan(shear) * 180 / .pi)) }
        if greatestShift > pixel { notices.append(.shiftedSlices(millimetres: greatestShift)) }
        return notices
    }

    /// Gaps that are whole multiples of the usual one miss slices; anything else is uneven.
    private var spacingNotices: [VolumeNotice] {
        guard !isEven else { return [] }
        let gaps = zip(places, places.dropFirst()).map { $1 - $0 }, usual = gaps.sorted()[gaps.count / 2]
        let missing = gaps.map { ($0 / usual).rounded() - 1 }
        let isMissing = zip(gaps, missing).allSatisfy { gap, count in count >= 0 && abs(gap - usual * (count + 1)) <= 0.1 * usual }
        if isMissing, missing.contains(where: { $0 > 0 }) { return [.missingSlices(count: Int(missing.reduce(0, +)))] }
        return [.unevenSpacing(least: gaps.min() ?? 0, greatest: gaps.max() ?? 0)]
    }
}
