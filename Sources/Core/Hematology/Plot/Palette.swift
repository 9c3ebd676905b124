public import Paper

/// The colours of a plot, as data.
public struct Palette: Sendable, Hashable {
    /// From the sparsest to the densest cell of a scattergram.
    public var density: [Color]
    public var populations: [Scattergram.Role: Color]
    /// What lies between the lines of a curve, from left to right, over and over.
    public var regions: [Histogram.Cell: [Color]]
    /// Curves of further runs.
    public var runs: [Color]
    public var curve: Color
    public var line: Color
    public var frame: Color
    public var text: Color
    public var warning: Color
    public var background: Color

    public func color(of role: Scattergram.Role) -> Color { populations[role] ?? frame }

    /// Close to the screens of the analyzers.
    public static let analyzer = Palette(
        density: [0x1D3FBF, 0x1E8FE0, 0x18BFA8, 0x5CC53A, 0xE8D021, 0xF08A1C, 0xD8261C].map(Color.init),
        populations: [
            .neutrophils: Color(0x2E9BE6), .lymphocytes: Color(0x2A9D4A), .monocytes: Color(0x8E44AD), .eosinophils: Color(0xE0352B),
            .basophils: Color(0xD9A400), .immature: Color(0x1B3FA0), .debris: Color(0x6E7680), .other: Color(0x9AA1AA),
        ],
        regions: [
            .whiteCells: [0x8FD19E, 0xC9A7DB, 0x9CCBF2].map(Color.init), .redCells: [Color(0xF2A7A0)],
            .platelets: [0xF4D58A, 0xF0BE7A].map(Color.init), .basophils: [0xF4D58A, 0x9CCBF2].map(Color.init),
            .other: [0xB5C7DA, 0xCFC3DC].map(Color.init),
        ],
        runs: [0x1F5FBF, 0xC2410C, 0x0F766E, 0x7E22CE].map(Color.init))

    /// Told apart without red and green: hues of Okabe and Ito, a density from dark blue to yellow that also rises in lightness.
    public static let colorBlindSafe = Palette(
        density: [0x00204C, 0x31446B, 0x666970, 0x958F78, 0xCBBA69, 0xFFE945].map(Color.init),
        populations: [
            .neutrophils: Color(0x56B4E9), .lymphocytes: Color(0x009E73), .monocytes: Color(0xCC79A7), .eosinophils: Color(0xD55E00),
            .basophils: Color(0xE69F00), .immature: Color(0x0072B2), .debris: Color(0x555555), .other: Color(0x999999),
        ],
        regions: [
            .whiteCells: [0x8FCDF0, 0xF2D08A, 0xD9B8CC].map(Color.init), .redCells: [Color(0xF0B48A)],
            .platelets: [0x8FCDF0, 0xF2D08A].map(Color.init), .basophils: [0x8FCDF0, 0xF2D08A].map(Color.init),
            .other: [0xC4C4C4, 0xE0E0E0].map(Color.init),
        ],
        runs: [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7].map(Color.init))

    /// For printers without colour.
    public static let printGrey = Palette(
        density: [0xB8B8B8, 0x000000].map(Color.init),
        populations: [
            .neutrophils: Color(0x808080), .lymphocytes: Color(0x202020), .monocytes: Color(0x5C5C5C), .eosinophils: Color(0x404040),
            .basophils: Color(0x707070), .immature: Color(0x101010), .debris: Color(0xA0A0A0), .other: Color(0xB4B4B4),
        ],
        regions: Dictionary(uniqueKeysWithValues: Histogram.Cell.allCases.map { ($0, [0xD4D4D4, 0xB4B4B4, 0xE6E6E6].map(Color.init)) }),
        runs: [0x505050, 0x808080, 0x303030, 0xA0A0A0].map(Color.init), curve: .black, line: .black, warning: .black)

    /// By the name that commands and pages use.
    public static let named: [String: Palette] = [
        "analyzer": .analyzer, "colorblind": .colorBlindSafe, "grey": .printGrey,
    ]

    init(
        density: [Color], populations: [Scattergram.Role: Color], regions: [Histogram.Cell: [Color]], runs: [Color],
        curve: Color = Color(0x26323F), line: Color = Color(0x4B5563), warning: Color = Color(0xC81E1E)
    ) {
        self.density = density
        self.populations = populations
        self.regions = regions
        self.runs = runs
        self.curve = curve
        self.line = line
        frame = Color(0x6B7280)
        text = Color(0x1F2937)
        self.warning = warning
        background = .white
    }
}
