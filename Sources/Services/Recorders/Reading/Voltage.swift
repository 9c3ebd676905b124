/// Units of voltage by the names that formats give them.
enum Voltage {
    /// Microvolts of one such unit; nil for what is no voltage. Nothing at all is taken for the format's own default, millivolts.
    static func microvolts(ofOne unit: String) -> Double? {
        switch unit.trimmed.lowercased().replacing("μ", with: "u").replacing("µ", with: "u") {
        case "mv", "millivolt", "millivolts", "": 1000
        case "uv", "microvolt", "microvolts", "μv": 1
        case "nv", "nanovolt", "nanovolts": 0.001
        case "v", "volt", "volts": 1_000_000
        default: nil
        }
    }
}
