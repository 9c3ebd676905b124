import Archive
import Imaging

/// What `/api/volumes/{study}/{series}` says of a volume. Lengths are millimetres, points and directions of the patient (x left, y back, z
/// head), windows and `range` in the file's units.
struct VolumeDescription: Encodable, Sendable {
    /// `building`, `failed` or `ready`.
    let state: String
    private(set) var done: Int?
    private(set) var of: Int?
    private(set) var code: String?
    private(set) var message: String?
    private(set) var volume: Ready?

    init(_ state: VolumeState) {
        switch state {
        case .building(let done, let count): (self.state, self.done, of) = ("building", done, count)
        case .failed(let error): (self.state, code, message) = ("failed", error.code.rawValue, error.message)
        case .ready(let made): (self.state, volume) = ("ready", Ready(made))
        }
    }

    struct Ready: Encodable, Sendable {
        let modality: String
        let units: String?
        let frameOfReferenceUID: String?
        /// Columns, rows, slices; and the distance of voxel centres along each.
        let size: [Int]
        let spacing: [Double]
        let kind: String
        let slope, intercept: Double
        let range: [Double]
        /// The centre of the first voxel, and from a voxel to the next column, row and slice (where slices are unevenly apart: by the mean).
        let origin, right, down, through, centre: [Double]
        let windows: [Window]
        let window: Window
        let uptake: Uptake?
        let notices: [Notice]
        let planes: [String: StandardPlane]
    }

    struct Window: Encodable, Sendable {
        let center, width: Double
        let function: String
    }

    /// Factors from value to SUV; or why there are none.
    struct Uptake: Encodable, Sendable {
        let suvbw, suvlbm, suvbsa: Double?
        let obstacle: String?
    }

    /// A correction that a reader is told of, with its numbers: `{"code": "gantryTilt", "degrees": 12.5}`.
    struct Notice: Encodable, Sendable {
        let code: String
        var count: Int?
        var least, greatest, degrees, millimetres: Double?
    }

    /// Parallel planes that cover the volume: the upper left pixel of the first, and the step from one to the next.
    struct StandardPlane: Encodable, Sendable {
        let origin, right, down, step: [Double]
        let spacing: [Double]
        let size: [Int]
        let count: Int
    }
}

extension VolumeDescription.Ready {
    init(_ made: SeriesVolume) {
        let volume = made.volume, geometry = volume.geometry, rescale = volume.rescale
        (modality, units, frameOfReferenceUID) = (made.modality, made.units, made.frameOfReferenceUID)
        size = [volume.columns, volume.rows, volume.slices]
        spacing = volume.spacing.array
        kind = "\(volume.kind)"
        (slope, intercept) = (rescale.slope, rescale.intercept)
        range = [volume.cells.lowerBound, volume.cells.upperBound].map { $0 * rescale.slope + rescale.intercept }.sorted()
        origin = geometry.origin.array
        right = geometry.right.array
        down = geometry.down.array
        through = (geometry.through * ((volume.place(of: volume.slices - 1) - volume.place(of: 0)) / Double(volume.slices - 1))).array
        centre = volume.centre.array
        windows = made.windows.compactMap(VolumeDescription.Window.init)
        window = VolumeDescription.Window(made.voi) ?? VolumeDescription.Window(center: 0, width: 1, function: "linear")
        uptake = made.uptake.map {
            VolumeDescription.Uptake(
                suvbw: $0.factors?.bodyWeight, suvlbm: $0.factors?.leanBodyMass, suvbsa: $0.factors?.bodySurface, obstacle: $0.obstacle?.rawValue)
        }
        notices = made.notices.map(VolumeDescription.Notice.init)
        planes = Dictionary(
            uniqueKeysWithValues: AnatomicalPlane.allCases.map { ($0.rawValue, VolumeDescription.StandardPlane($0.stack(through: volume))) })
    }
}

extension VolumeDescription.StandardPlane {
    init(_ stack: PlaneStack) {
        origin = stack.first.origin.array
        right = stack.first.right.array
        down = stack.first.down.array
        step = stack.step.array
        spacing = [stack.first.columnSpacing, stack.first.rowSpacing]
        size = [stack.first.width, stack.first.height]
        count = stack.count
    }
}

extension VolumeDescription.Window {
    init?(_ voi: VOITransform) {
        switch voi {
        case .linear(let center, let width): self.init(center: center, width: width, function: "linear")
        case .linearExact(let center, let width): self.init(center: center, width: width, function: "linear-exact")
        case .sigmoid(let center, let width): self.init(center: center, width: width, function: "sigmoid")
        case .table, .automatic: return nil
        }
    }
}

extension VolumeDescription.Notice {
    init(_ notice: VolumeNotice) {
        switch notice {
        case .severalOrientations(let count): self.init(code: "severalOrientations", count: count)
        case .mixedSizes(let count): self.init(code: "mixedSizes", count: count)
        case .duplicates(let count): self.init(code: "duplicates", count: count)
        case .unevenSpacing(let least, let greatest): self.init(code: "unevenSpacing", least: least, greatest: greatest)
        case .missingSlices(let count): self.init(code: "missingSlices", count: count)
        case .gantryTilt(let degrees): self.init(code: "gantryTilt", degrees: degrees)
        case .shiftedSlices(let millimetres): self.init(code: "shiftedSlices", millimetres: millimetres)
        case .unreadable(let count): self.init(code: "unreadable", count: count)
        }
    }
}

extension SIMD3<Double> {
    fileprivate var array: [Double] { [x, y, z] }
}
