extension FlowFile {
    /// The parameters that show cells by size and inner structure: forward scatter, and side scatter. Areas before heights before others; the
    /// first two that are no time where none is called scatter; nil for a file of fewer than two.
    public var scatterPair: (x: Int, y: Int)? {
        let candidates = parameters.indices.filter { !parameters[$0].name.uppercased().hasPrefix("TIME") }
        let forward = best(among: candidates, prefixes: ["FSC", "FS ", "FS-", "FS"])
        let side = best(among: candidates, prefixes: ["SSC", "SS ", "SS-", "SS"])
        if let forward, let side { return (forward, side) }
        return candidates.count >= 2 ? (candidates[0], candidates[1]) : nil
    }

    private func best(among candidates: [Int], prefixes: [String]) -> Int? {
        let named = candidates.filter { index in prefixes.contains { parameters[index].name.uppercased().hasPrefix($0) } }
        return named.first { parameters[$0].name.uppercased().hasSuffix("-A") } ?? named.first { parameters[$0].name.uppercased().hasSuffix("-H") }
            ?? named.first
    }

    /// A parameter's number by its name or label, whatever the case.
    public func parameter(named name: String) -> Int? {
        parameters.firstIndex { $0.name.lowercased() == name.lowercased() } ?? parameters.firstIndex { $0.label?.lowercased() == name.lowercased() }
    }

    /// Two parameters of every event.
    public func scattergram(x: Int, y: Int) throws(HematologyError) -> Scattergram {
        let (xs, ys) = (try column(x), try column(y))
        return try Scattergram(
            name: "\(parameters[y].name) / \(parameters[x].name)", content: .events(x: xs, y: ys, codes: []), x: axis(x, of: xs),
            y: axis(y, of: ys))
    }

    /// One parameter of every event, counted into channels.
    public func histogram(_ parameter: Int, bins: Int = 256) throws(HematologyError) -> Histogram {
        let values = try column(parameter)
        return try Histogram(name: parameters[parameter].name, counting: values, over: axis(parameter, of: values), bins: bins)
    }

    /// From 0 to the range that the file names ($PnR), or over the values where a hundredth of them or more lie outside it: some software
    /// writes a range that has nothing to do with them.
    private func axis(_ index: Int, of values: [Double]) -> Axis {
        let parameter = parameters[index]
        let caption = Caption(parameter.label.map { $0 == parameter.name ? $0 : "\(parameter.name) \($0)" } ?? parameter.name)
        let outside = values.reduce(0) { $0 + ($1 < 0 || $1 > parameter.range ? 1 : 0) }
        var range = 0...max(parameter.range, 1)
        if parameter.range <= 0 || outside * 100 >= max(values.count, 1) {
            let finite = values.filter(\.isFinite)
            if let least = finite.min(), let most = finite.max(), least < most, (most - least).isFinite { range = least...most }
        }
        return Axis(caption, unit: .other(""), range: range, decades: parameter.decades)
    }
}
