/// Where one frame lies: the Image Plane attributes of PS3.3 C.7.6.2.
public struct SlicePlacement: Sendable {
    /// Image Position (0020,0032): the centre of the upper left pixel.
    public var position: PatientVector
    /// Image Orientation (0020,0037): along a row, to the right; and along a column, down.
    public var right: PatientVector
    public var down: PatientVector
    /// Between the centres of neighbouring columns and of neighbouring rows, in millimetres: Pixel Spacing (0028,0030), the other way round.
    public var columnSpacing: Double
    public var rowSpacing: Double
    public var columns: Int
    public var rows: Int

    public init(
        position: PatientVector, right: PatientVector, down: PatientVector, columnSpacing: Double, rowSpacing: Double, columns: Int, rows: Int
    ) {
        (self.position, self.right, self.down) = (position, right, down)
        (self.columnSpacing, self.rowSpacing, self.columns, self.rows) = (columnSpacing, rowSpacing, columns, rows)
    }

    var normal: PatientVector { right.cross(down) }
}

/// What had to be corrected or left out to make one volume of a series. A reader is told of each.
public enum VolumeNotice: Sendable, Equatable {
    /// Slices lie in several orientations; those of the most frequent one were taken.
    case severalOrientations(leftOut: Int)
    /// Slices differ in size or pixel spacing; those of the most frequent size were taken.
    case mixedSizes(leftOut: Int)
    /// Several slices lie in one place: repeated, or phases of one motion. The first of each place was taken.
    case duplicates(leftOut: Int)
    /// The distance between slices varies, in millimetres; what lies between them is found by their true places.
    case unevenSpacing(least: Double, greatest: Double)
    /// Slices of an otherwise even series are not there; what lies between their neighbours is interpolated.
    case missingSlices(count: Int)
    /// The gantry was tilted, so slices are shifted against each other; undone by shear.
    case gantryTilt(degrees: Double)
    /// Slices are shifted against each other irregularly, by up to so many millimetres; not corrected.
    case shiftedSlices(millimetres: Double)
    /// Slices that hold no picture of theirs, or one that cannot be read.
    case unreadable(leftOut: Int)
}

/// The slices of a series in the order of their place in the patient, which is Image Position along the normal of the slices and nothing else.
public struct SliceStack: Sendable {
    /// Positions in the list that the stack was made of, in ascending place.
    public let order: [Int]
    public let geometry: VolumeGeometry
    public let notices: [VolumeNotice]

    public enum Failure: Error, Sendable, Equatable {
        case tooFewSlices(Int)
        /// No two slices are of one size.
        case mixedSizes
        /// No two slices are parallel.
        case mixedOrientations
        /// Directions that span no plane, or a spacing of nothing.
        case noGeometry
    }

    /// How far, as a part of the distance between slices, a slice may be from its even place and still count as being there.
    static let evenness = 0.02
    /// Cosine of the angle, a fifth of a degree, within which slices are parallel.
    static let parallel = 0.999_994

    public init(_ slices: [SlicePlacement]) throws(Failure) {
        var notices: [VolumeNotice] = []
        let usable = slices.indices.filter { slices[$0].isPlane }
        guard usable.count >= 2 else { throw usable.count < slices.count ? .noGeometry : .tooFewSlices(usable.count) }

        let ofOneSize = largestGroup(of: usable) { slices[$0].isOfSize(of: slices[$1]) }
        guard ofOneSize.count >= 2 else { throw .mixedSizes }
        if ofOneSize.count < usable.count { notices.append(.mixedSizes(leftOut: usable.count - ofOneSize.count)) }

        let parallel = largestGroup(of: ofOneSize) { slices[$0].isParallel(to: slices[$1]) }
        guard parallel.count >= 2 else { throw .mixedOrientations }
        if parallel.count < ofOneSize.count { notices.append(.severalOrientations(leftOut: ofOneSize.count - parallel.count)) }

        let normal = slices[parallel[0]].normal.normalized ?? SIMD3(0, 0, 1)
        func place(_ index: Int) -> Double { slices[index].position.dot(normal) }
        // A stable order: of slices in one place, the one that came first stays first.
        let sorted = parallel.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }.map(\.element)
        let order = withoutDuplicates(sorted, place)
        if order.count < sorted.count { notices.append(.duplicates(leftOut: sorted.count - order.count)) }
        guard order.count >= 2 else { throw .tooFewSlices(order.count) }

        let pile = SlicePile(places: order.map(place), positions: order.map { slices[$0].position }, normal: normal)
        let first = slices[order[0]]
        notices += pile.notices(pixel: min(first.columnSpacing, first.rowSpacing))
        let geometry = VolumeGeometry(
            origin: first.position, right: first.right * first.columnSpacing, down: first.down * first.rowSpacing,
            through: pile.isEven ? pile.direction * pile.meanGap : pile.direction,
            places: pile.isEven ? nil : pile.places.map { $0 - pile.places[0] })
        guard let geometry else { throw .noGeometry }
        (self.order, self.geometry, self.notices) = (order, geometry, notices)
    }
}

extension SlicePlacement {
    /// Whether directions are unit vectors at right angles, near enough, and spacings are there.
    fileprivate var isPlane: Bool {
        columnSpacing > 0 && rowSpacing > 0 && columnSpacing.isFinite && rowSpacing.isFinite && position.sum().isFinite
            && abs(right.length - 1) < 0.01 && abs(down.length - 1) < 0.01 && abs(right.dot(down)) < 0.01
    }

    fileprivate func isOfSize(of other: SlicePlacement) -> Bool {
        columns == other.columns && rows == other.rows && abs(columnSpacing - other.columnSpacing) <= 0.001 * columnSpacing
            && abs(rowSpacing - other.rowSpacing) <= 0.001 * rowSpacing
    }

    fileprivate func isParallel(to other: SlicePlacement) -> Bool {
        normal.dot(other.normal) > SliceStack.parallel && right.dot(other.right) > SliceStack.parallel
    }
}

/// The largest set of elements that are alike; of equal ones, the first.
private func largestGroup(of elements: [Int], _ areAlike: (Int, Int) -> Bool) -> [Int] {
    var groups: [[Int]] = []
    for element in elements {
        if let group = groups.firstIndex(where: { areAlike($0[0], element) }) { groups[group].append(element) } else { groups.append([element]) }
    }
    return groups.max { $0.count < $1.count } ?? []
}

/// Slices closer than a hundredth of the usual distance lie in one place.
private func withoutDuplicates(_ sorted: [Int], _ place: (Int) -> Double) -> [Int] {
    let gaps = zip(sorted, sorted.dropFirst()).map { place($1) - place($0) }.filter { $0 > 0.001 }.sorted()
    let nearest = max(0.001, (gaps.isEmpty ? 0 : gaps[gaps.count / 2]) * 0.01)
    var kept: [Int] = []
    for index in sorted where kept.isEmpty || place(index) - place(kept[kept.count - 1]) > nearest { kept.append(index) }
    return kept
}
