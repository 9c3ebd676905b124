import ECG

/// The leads of a recording in one unit and of one length, as formats need them that have a single scale.
struct CommonUnits {
    /// Nanovolts of a unit, whole.
    let nanovolts: Int
    let names: [String]
    /// Samples of each lead, zero volts being 0; where there is none, 0 as well.
    let samples: [[Int32]]

    /// Whole samples stay as they are where every lead has the same unit of whole nanovolts, or units that are multiples of another;
    /// else they are rounded to a tenth of a microvolt at most.
    init(_ leads: [Recording.Lead], format: RecordingFormat) throws(RecordingError) {
        let units = leads.map { Int(exactly: ($0.scale * 1000).rounded()) ?? 0 }
        let isExact = zip(units, leads).allSatisfy { abs(Double($0) - $1.scale * 1000) <= 1e-6 * Double(abs($0)) && $0 > 0 && $1.zero == $1.zero.rounded() }
        let common = isExact ? units.reduce(0, Self.greatestCommonDivisor) : 100
        nanovolts = common
        names = leads.map(\.name)
        let count = leads.map(\.samples.count).max() ?? 0
        samples = leads.map { lead in
            let factor = isExact ? Double((lead.scale * 1000).rounded()) / Double(common) : lead.scale * 1000 / Double(common)
            let converted = lead.samples.map { sample -> Int32 in
                guard sample != Recording.Lead.missing else { return 0 }
                return Int32(exactly: ((Double(sample) - lead.zero) * factor).rounded()) ?? (Double(sample) * factor > 0 ? .max : .min)
            }
            return converted + [Int32](repeating: 0, count: count - converted.count)
        }
    }

    /// Throws if a sample needs more than 16 bits.
    func requireSixteenBits(_ format: RecordingFormat) throws(RecordingError) {
        for (name, samples) in zip(names, samples) {
            guard samples.allSatisfy({ Int16(exactly: $0) != nil }) else {
                throw RecordingError(format, .file, "lead \(name) reaches beyond what 16 bits hold in units of \(nanovolts) nV")
            }
        }
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
}
