/// How leads are arranged on a page. Columns show one stretch of time after the other, as a recorder prints them; rhythm strips
/// below run over the whole width.
public struct PageLayout: Sendable, Hashable, Encodable {
    /// As on the command line and in addresses, such as `3x4+1`.
    public let name: String
    /// Row by row from the top, in each row from the left. `-aVR` is aVR upside down.
    public let rows: [[String]]
    /// Leads that run over the whole width below the rows.
    public let rhythm: [String]

    public init(name: String, rows: [[String]], rhythm: [String] = []) {
        self.name = name
        self.rows = rows
        self.rhythm = rhythm
    }

    public var columns: Int { rows.map(\.count).max() ?? 1 }
    /// Rows and strips.
    public var lines: Int { rows.count + rhythm.count }

    public static let threeByFour = PageLayout(name: "3x4", rows: quarters)
    public static let threeByFourPlusOne = PageLayout(name: "3x4+1", rows: quarters, rhythm: ["II"])
    public static let threeByFourPlusThree = PageLayout(name: "3x4+3", rows: quarters, rhythm: ["V1", "II", "V5"])
    public static let sixByTwo = PageLayout(
        name: "6x2", rows: [["I", "V1"], ["II", "V2"], ["III", "V3"], ["aVR", "V4"], ["aVL", "V5"], ["aVF", "V6"]])
    public static let twelveByOne = PageLayout(name: "12x1", rows: standard.map { [$0] })
    /// The frontal leads in the order of their axes, aVR upside down (AHA/ACCF/HRS 2007, part I).
    public static let cabrera = PageLayout(
        name: "cabrera", rows: [["aVL", "V1"], ["I", "V2"], ["-aVR", "V3"], ["II", "V4"], ["aVF", "V5"], ["III", "V6"]])

    /// In the order in which they are offered.
    public static let all = [threeByFourPlusOne, threeByFourPlusThree, threeByFour, sixByTwo, twelveByOne, cabrera]

    public static func named(_ name: String) -> PageLayout? {
        all.first { $0.name == name.lowercased() }
    }

    /// Each lead on a row of its own: what a recording is shown in that lacks the leads of the others.
    public static func stacked(_ leads: [String]) -> PageLayout {
        PageLayout(name: "stacked", rows: leads.map { [$0] })
    }

    static let standard = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
    private static let quarters = [["I", "aVR", "V1", "V4"], ["II", "aVL", "V2", "V5"], ["III", "aVF", "V3", "V6"]]

    /// This layout where enough of its leads are there, all leads stacked otherwise.
    public func fitting(_ leads: [String]) -> PageLayout {
        let known = Set(leads)
        let wanted = rows.flatMap { $0 }.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 }
        return wanted.filter(known.contains).count * 2 >= wanted.count ? self : .stacked(leads)
    }
}
