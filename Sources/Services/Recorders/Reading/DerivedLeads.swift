import ECG

extension [Recording.Lead] {
    /// With III, aVR, aVL and aVF where the file holds only I, II and chest leads, because the others follow from those two
    /// (Einthoven, Goldberger). The augmented ones are in half units, so that nothing is rounded.
    var withDerivedLimbLeads: [Recording.Lead] {
        guard let one = first(where: { $0.name == "I" }), let two = first(where: { $0.name == "II" }),
            one.scale == two.scale, one.zero == 0, two.zero == 0, one.samples.count == two.samples.count,
            !contains(where: { ["III", "aVR", "aVL", "aVF"].contains($0.name) })
        else { return self }
        func derived(_ name: String, _ first: Int32, _ second: Int32, scale: Double) -> Recording.Lead {
            let samples = zip(one.samples, two.samples).map { a, b -> Int32 in
                guard a != Recording.Lead.missing, b != Recording.Lead.missing else { return Recording.Lead.missing }
                return a &* first &+ b &* second
            }
            return Recording.Lead(name: name, samples: samples, scale: scale)
        }
        let limb = [
            derived("III", -1, 1, scale: one.scale), derived("aVR", -1, -1, scale: one.scale / 2),
            derived("aVL", 2, -1, scale: one.scale / 2), derived("aVF", -1, 2, scale: one.scale / 2),
        ]
        return [one, two] + limb + filter { $0.name != "I" && $0.name != "II" }
    }
}
