public import Paper

/// Where everything stands on an ECG page, in millimetres: numbers alone, the same for paper, picture and screen.
public struct PageGeometry: Sendable, Hashable {
    /// One lead over one stretch of time.
    public struct Cell: Sendable, Hashable {
        /// As the layout names it.
        public let lead: String
        /// Seconds from the recording's start, and how many are shown.
        public let start: Double
        public let duration: Double
        /// From its first sample to its last, the height of its row.
        public let area: Rectangle
        /// Where zero volts lie.
        public var baseline: Double { area.middle.y }
        /// The first one of its row has the calibration pulse before it.
        public let isFirst: Bool
    }

    public let size: PageSize
    /// The ruled area; a whole number of 5 mm squares each way.
    public let grid: Rectangle
    public let header: Rectangle
    public let footer: Rectangle
    public let cells: [Cell]
    public let scale: PageScale

    /// The stretch before the first column that holds the calibration pulse.
    static let lead: Double = 12.5
    private static let square = 5.0
    private static let margin = 8.5
    public static let headerHeight = 33.0
    public static let footerHeight = 7.0

    /// - Parameters:
    ///   - start: seconds into the recording at which the page begins.
    ///   - recorded: seconds that the recording has.
    ///   - footerHeight: what stands below the wave; more where a report is signed.
    public init(
        layout: PageLayout, scale: PageScale, start: Double = 0, recorded: Double, size: PageSize = PageSize.a4.landscape,
        headerHeight: Double = PageGeometry.headerHeight, footerHeight: Double = PageGeometry.footerHeight
    ) {
        self.size = size
        self.scale = scale
        let free = size.area.inset(by: Self.margin)
        let span = Self.wholeSeconds(((free.width / Self.square).rounded(.down) * Self.square - Self.lead) / scale.speed)
        let across = ((Self.lead + span * scale.speed) / Self.square).rounded(.up) * Self.square
        let down = ((free.height - headerHeight - footerHeight) / Self.square).rounded(.down) * Self.square
        grid = Rectangle(x: (size.width - across) / 2, y: free.y + headerHeight, width: across, height: down)
        header = Rectangle(x: grid.x, y: free.y, width: grid.width, height: headerHeight)
        footer = Rectangle(x: grid.x, y: grid.bottom, width: grid.width, height: footerHeight)
        cells = Self.cells(of: layout, in: grid, scale: scale, span: span, start: start, recorded: recorded)
    }

    /// Seconds of a page over its whole width.
    public static func seconds(on size: PageSize = PageSize.a4.landscape, scale: PageScale) -> Double {
        let across = ((size.width - 2 * margin) / square).rounded(.down) * square
        return wholeSeconds((across - lead) / scale.speed)
    }

    /// Columns are cut at tenths of a second, so that they end on lines of the grid.
    private static func wholeSeconds(_ seconds: Double) -> Double {
        // 10 s at 25 mm/s are what every recorder prints: the few millimetres beyond stay empty.
        seconds >= 10 && seconds < 12 ? 10 : (seconds * 10).rounded(.down) / 10
    }

    private static func cells(
        of layout: PageLayout, in grid: Rectangle, scale: PageScale, span: Double, start: Double, recorded: Double
    ) -> [Cell] {
        let lines = Double(max(layout.lines, 1))
        // The upper rows' own millivolt must not stand beyond the grid where rows are low.
        let headroom = min(max(scale.gain + 1 - grid.height / lines / 2, 0), 10)
        let height = (grid.height - headroom) / lines
        func cell(_ lead: String, row: Int, column: Int, of columns: Int) -> Cell {
            let duration = span / Double(columns)
            let x = grid.x + Self.lead + Double(column) * duration * scale.speed
            // A short recording fills every column all the same: the last ones begin again where they must.
            let latest = max(recorded - duration, start)
            return Cell(
                lead: lead, start: min(start + Double(column) * duration, latest), duration: duration,
                area: Rectangle(x: x, y: grid.y + headroom + Double(row) * height, width: duration * scale.speed, height: height),
                isFirst: column == 0)
        }
        let table = layout.rows.enumerated().flatMap { row, leads in
            leads.enumerated().map { cell($1, row: row, column: $0, of: layout.columns) }
        }
        let strips = layout.rhythm.enumerated().map { cell($1, row: layout.rows.count + $0, column: 0, of: 1) }
        return table + strips
    }
}
