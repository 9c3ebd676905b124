/// The `M` records of Horiba's ASTM dialect: `M|n|HISTOGRAM|RBC/PLT|RbcAlongRes|thresholds|curve` and `M|n|MATRIX|LMNE|LMNEResAbs|thresholds|events`,
/// both fields packed as `FloatStream`. Layout measured on a Yumizen H500:
/// thresholds = x minimum, x maximum, y minimum, y maximum, table of (position, id);
/// curve or events = the same four, x ticks, y ticks, then a table: (position, count), or (x, y, 1, population code).
public enum HoribaGraphic {
    /// Unpacks one record.
    /// - Parameters:
    ///   - kind: `HISTOGRAM` or `MATRIX`.
    ///   - thresholds: may be empty.
    public static func unpack(
        kind: String, name: String, thresholds: some StringProtocol, data: some StringProtocol
    ) throws(HematologyError) -> Graphic {
        switch kind {
        case "HISTOGRAM": .histogram(try histogram(name: name, thresholds: thresholds, data: data))
        case "MATRIX": .scattergram(try matrix(name: name, data: data))
        default: throw HematologyError(.unsupported, "“\(name)” is of kind “\(kind)”, neither HISTOGRAM nor MATRIX")
        }
    }

    private struct Frame {
        let x: ClosedRange<Double>
        let y: ClosedRange<Double>

        init(_ stream: inout FloatStream, name: String) throws(HematologyError) {
            let bounds = try stream.numbers(4)
            guard bounds[0] < bounds[1], bounds[2] <= bounds[3] else {
                throw HematologyError(.corrupt, "“\(name)” spans \(bounds[0]) … \(bounds[1]) by \(bounds[2]) … \(bounds[3])")
            }
            x = bounds[0]...bounds[1]
            y = bounds[2]...bounds[3]
        }
    }

    private static func histogram(
        name: String, thresholds: some StringProtocol, data: some StringProtocol
    ) throws(HematologyError) -> Histogram {
        var stream = try FloatStream(data, name: name)
        let frame = try Frame(&stream, name: name)
        let ticks = try stream.numbers(try stream.count())
        _ = try stream.numbers(try stream.count())
        let table = try stream.table()
        guard table.count >= 2 else { throw HematologyError(.corrupt, "“\(name)” has a table of \(table.count) columns") }
        let axis = Axis(Caption("体积", "Volume"), unit: .femtolitre, range: frame.x, ticks: ticks)
        return try Histogram(
            name: name, positions: table[0], counts: table[1], axis: axis,
            discriminators: try discriminators(thresholds, name: name))
    }

    private static func discriminators(
        _ field: some StringProtocol, name: String
    ) throws(HematologyError) -> [Histogram.Discriminator] {
        guard !field.isEmpty else { return [] }
        var stream = try FloatStream(field, name: name + " thresholds")
        _ = try Frame(&stream, name: name + " thresholds")
        return (try stream.table().first ?? []).map { Histogram.Discriminator($0) }
    }

    private static func matrix(name: String, data: some StringProtocol) throws(HematologyError) -> Scattergram {
        var stream = try FloatStream(data, name: name)
        let frame = try Frame(&stream, name: name)
        let ticks = (x: try stream.numbers(try stream.count()), y: try stream.numbers(try stream.count()))
        let table = try stream.table()
        guard table.count >= 2 else { throw HematologyError(.corrupt, "“\(name)” has a table of \(table.count) columns") }
        let codes = table.count >= 4 ? table[3].map { Int(exactly: $0) ?? -1 } : []
        let isDifferential = name.uppercased().hasPrefix("LMNE")
        return try Scattergram(
            name: name, title: isDifferential ? Caption("白细胞分类", "WBC differential") : nil,
            content: .events(x: table[0], y: table[1], codes: codes),
            x: Axis(isDifferential ? Caption("电阻", "Resistance") : Caption("X"), unit: .channel, range: frame.x, ticks: ticks.x),
            y: Axis(isDifferential ? Caption("吸光", "Absorbance") : Caption("Y"), unit: .channel, range: frame.y, ticks: ticks.y),
            populations: isDifferential ? lmne : [])
    }

    /// Codes 0 … 3 are the letters of LMNE in their order: on the H500's control sample their shares are the differential it reports
    /// beside them (39.7, 3.3, 50.6 and 5.0 %). What the higher codes are is not documented; they are shown without a name.
    private static let lmne: [Scattergram.Population] = [
        .init(code: 0, caption: Caption("淋巴细胞", "LYM"), role: .lymphocytes),
        .init(code: 1, caption: Caption("单核细胞", "MON"), role: .monocytes),
        .init(code: 2, caption: Caption("中性粒细胞", "NEU"), role: .neutrophils),
        .init(code: 3, caption: Caption("嗜酸性粒细胞", "EOS"), role: .eosinophils),
    ]
}
