/// Units in which formats count age.
enum AgeUnit {
    static func years(ofOne unit: String) -> Double {
        switch unit.trimmed.lowercased().prefix(2) {
        case "mo": 1 / 12
        case "we", "wk": 7 / 365.25
        case "da", "d": 1 / 365.25
        case "ho", "h": 1 / 8766
        default: 1
        }
    }
}
