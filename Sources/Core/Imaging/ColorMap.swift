/// Level 0 … 255 → colour, for pictures that are laid over others.
public enum ColorMap: String, Sendable, Hashable, CaseIterable {
    /// PS3.6 B.1.1: black, red, yellow, white.
    case hotIron = "hot-iron"
    /// After PS3.6 B.1.3, in straight lines between its main colours: black, blue, magenta, orange, white.
    case hotMetalBlue = "hot-metal-blue"
    /// Blue, cyan, green, yellow, red.
    case rainbow
    /// Black to white.
    case grey
    /// White to black, as PET is read.
    case inverseGrey = "inverse-grey"

    /// 256 times red, green, blue.
    public var entries: [UInt8] { (0...255).flatMap { level in color(Double(level)).map { UInt8(min(255, max(0, $0.rounded()))) } } }

    private func color(_ level: Double) -> [Double] {
        switch self {
        case .hotIron: [2 * level, 2 * (level - 128), 4 * (level - 192)]
        case .hotMetalBlue: Self.between(Self.hotMetalBlueCorners, level)
        case .rainbow: Self.between(Self.rainbowCorners, level)
        case .grey: [level, level, level]
        case .inverseGrey: [255 - level, 255 - level, 255 - level]
        }
    }

    private typealias Corner = (level: Double, color: [Double])

    private static let hotMetalBlueCorners: [Corner] = [
        (0, [0, 0, 0]), (64, [0, 0, 130]), (128, [150, 0, 120]), (176, [255, 70, 0]), (216, [255, 180, 0]), (255, [255, 255, 255]),
    ]

    private static let rainbowCorners: [Corner] = [
        (0, [0, 0, 0]), (24, [0, 0, 255]), (88, [0, 255, 255]), (136, [0, 255, 0]), (192, [255, 255, 0]), (255, [255, 0, 0]),
    ]

    private static func between(_ corners: [Corner], _ level: Double) -> [Double] {
        let upper = corners.firstIndex { $0.level >= level } ?? corners.count - 1
        guard upper > 0 else { return corners[0].color }
        let (from, to) = (corners[upper - 1], corners[upper])
        let part = (level - from.level) / (to.level - from.level)
        return zip(from.color, to.color).map { $0 + ($1 - $0) * part }
    }
}
