internal import CHematology
public import Paper

extension Scattergram {
    /// The coloured cells alone, without frame or words: one pixel a cell, the highest y on top, empty cells transparent. Where the instrument
    /// names populations, a cell takes the colour of the one that has most events there, paler where it is sparse.
    public func picture(
        side: Int = 256, density: PlotStyle.Density = .equalised, palette: Palette = .analyzer
    ) throws(HematologyError) -> Picture {
        if case .events(_, _, let codes) = content, !codes.isEmpty, !populations.isEmpty {
            return try populationPicture(Set(codes), side: side, density: density, palette: palette)
        }
        let matrix = try counted(side: side)
        return try Self.paint(
            matrix.counts, owners: nil, columns: matrix.columns, rows: matrix.rows, density, tables: Self.densityTable(palette.density))
    }

    private func populationPicture(
        _ codes: Set<Int>, side: Int, density: PlotStyle.Density, palette: Palette
    ) throws(HematologyError) -> Picture {
        var total = [UInt32](repeating: 0, count: side * side)
        var most = total
        var owners = [UInt8](repeating: 0, count: side * side)
        var tables: [UInt8] = []
        let unnamed = codes.subtracting(populations.map(\.code))
        let groups = populations.map { (Set([$0.code]), palette.color(of: $0.role)) } + [(unnamed, palette.color(of: .other))]
        for (number, (members, color)) in groups.prefix(Int(UInt8.max)).enumerated() {
            tables += Self.densityTable([color.mixed(with: palette.background, 0.5), color])
            let matrix = try counted(side: side, codes: members)
            chematology_claim(matrix.counts, matrix.counts.count, UInt8(number), &total, &most, &owners)
        }
        return try Self.paint(total, owners: owners, columns: side, rows: side, density, tables: tables)
    }

    /// A transparent colour for the empty cell, then 255 between the given ones.
    private static func densityTable(_ stops: [Color]) -> [UInt8] {
        var table: [UInt8] = [0, 0, 0, 0]
        let levels = Int(CHEMATOLOGY_LEVELS) - 1
        for level in 0..<levels {
            let place = Double(level) / Double(levels - 1) * Double(max(stops.count - 1, 0))
            let before = stops[min(Int(place), stops.count - 1)]
            let color = before.mixed(with: stops[min(Int(place) + 1, stops.count - 1)], place - place.rounded(.down))
            table += [color.red, color.green, color.blue, color.alpha]
        }
        return table
    }

    private static func paint(
        _ counts: [UInt32], owners: [UInt8]?, columns: Int, rows: Int, _ density: PlotStyle.Density, tables: [UInt8]
    ) throws(HematologyError) -> Picture {
        var rgba = [UInt8](repeating: 0, count: counts.count * 4)
        var message = FailureText()
        let status = counts.withUnsafeBufferPointer { counts in
            withOptionalBytes(owners) { owners in
                var matrix = chematology_matrix(counts: counts.baseAddress, owners: owners, columns: UInt32(columns), rows: UInt32(rows))
                return chematology_paint(
                    &matrix, density.ofC, tables, tables.count / (4 * Int(CHEMATOLOGY_LEVELS)), &rgba, &message.text)
            }
        }
        if status != 0 { throw HematologyError(status, message) }
        return Picture(.rgba(rgba, width: columns, height: rows), isSharp: true)
    }
}

private func withOptionalBytes<Result>(_ bytes: [UInt8]?, _ body: (UnsafePointer<UInt8>?) -> Result) -> Result {
    guard let bytes else { return body(nil) }
    return bytes.withUnsafeBufferPointer { body($0.baseAddress) }
}

extension PlotStyle.Density {
    fileprivate var ofC: chematology_density {
        switch self {
        case .linear: CHEMATOLOGY_LINEAR
        case .logarithmic: CHEMATOLOGY_LOGARITHMIC
        case .equalised: CHEMATOLOGY_EQUALISED
        }
    }
}

extension Color {
    /// A share of another colour, 0 … 1.
    fileprivate func mixed(with other: Color, _ share: Double) -> Color {
        func mix(_ from: UInt8, _ to: UInt8) -> UInt8 { UInt8((Double(from) + (Double(to) - Double(from)) * share).rounded()) }
        return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue), alpha: mix(alpha, other.alpha))
    }
}
