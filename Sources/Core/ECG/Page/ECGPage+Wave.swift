import Paper

/// Grid, traces and what belongs to them.
extension ECGPage {
    /// 1 mm and 5 mm squares (IEC 60601-2-25, 201.12.4: rulings every 5 mm at least).
    func ruleGrid(on drawing: inout Drawing) {
        let grid = geometry.grid
        drawing.rectangle(grid, fill: colors.ground)
        drawing.segments(rulings(every: 1, without: 5), Stroke(0.08, colors.millimetre))
        drawing.segments(rulings(every: 5), Stroke(0.16, colors.fiveMillimetres))
    }

    private func rulings(every step: Int, without coarse: Int? = nil) -> [Point] {
        let grid = geometry.grid
        func places(_ length: Double) -> [Double] {
            stride(from: 0, through: Int(length.rounded()), by: step).filter { coarse == nil || $0 % coarse! != 0 }.map(Double.init)
        }
        let upright = places(grid.width).flatMap { [Point(grid.x + $0, grid.y), Point(grid.x + $0, grid.bottom)] }
        let level = places(grid.height).flatMap { [Point(grid.x, grid.y + $0), Point(grid.right, grid.y + $0)] }
        return upright + level
    }

    func draw(_ cell: PageGeometry.Cell, on drawing: inout Drawing) {
        if cell.isFirst { drawPulse(before: cell, on: &drawing) }
        if let samples = leads[cell.lead] {
            drawing.polyline(points(of: samples, in: cell), Stroke(0.25, colors.trace, isRound: true))
        }
        markStart(of: cell, on: &drawing)
    }

    /// 1 mV over 0.2 s (IEC 60601-2-25, 201.12.4: calibration pulse), no wider than the room before the wave.
    private func drawPulse(before cell: PageGeometry.Cell, on drawing: inout Drawing) {
        let width = min(0.2 * geometry.scale.speed, 7)
        let left = geometry.grid.x + (PageGeometry.lead - width) / 2 - 0.5, foot = cell.baseline, top = foot - geometry.scale.gain
        let points = [
            Point(left - 1.5, foot), Point(left, foot), Point(left, top), Point(left + width, top), Point(left + width, foot),
            Point(left + width + 1.5, foot),
        ]
        drawing.polyline(points, Stroke(0.25, colors.trace))
    }

    /// The lead's name above its beginning, and a short line where a column begins anew.
    private func markStart(of cell: PageGeometry.Cell, on drawing: inout Drawing) {
        let height = min(cell.area.height / 2, 11)
        if !cell.isFirst {
            let x = cell.area.x
            drawing.line(from: Point(x, cell.baseline - 2.5), to: Point(x, cell.baseline + 2.5), Stroke(0.25, colors.trace))
        }
        drawing.text(
            cell.lead.replacing("-", with: "−"), at: Point(cell.area.x + 1, cell.baseline - height + 1), font: Font(3.2).bold(),
            color: colors.text)
    }

    /// The samples that a cell shows, about the lead's own rest line.
    func points(of samples: [Float], in cell: PageGeometry.Cell) -> [Point] {
        let rate = leads.sampleRate
        let first = max(Int((cell.start * rate).rounded(.up)), 0)
        let last = min(Int(((cell.start + cell.duration) * rate).rounded(.down)), samples.count - 1)
        guard rate > 0, first <= last else { return [] }
        let shown = samples[first...last]
        let rest = restLine(of: shown)
        let across = geometry.scale.speed / rate, up = geometry.scale.gain / 1000
        let offset = cell.area.x + (Double(first) / rate - cell.start) * geometry.scale.speed
        return shown.enumerated().map { index, value in
            Point(offset + Double(index) * across, cell.baseline - Double(value - rest) * up)
        }
    }

    /// The median: an electrode's offset does not move it, and neither do QRS complexes.
    private func restLine(of samples: ArraySlice<Float>) -> Float {
        let sorted = samples.filter(\.isFinite).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
