/// Lead names as `Recording.Lead` has them.
enum LeadName {
    /// The twelve in the order of a page.
    static let standard = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]

    /// The orthogonal leads of Frank, as PTB and others name them.
    private static let frank = ["VX": "X", "VY": "Y", "VZ": "Z"]

    private static let known: [String: String] = {
        let names = standard + ["V7", "V8", "V9", "V3R", "V4R", "V5R", "V6R", "V7R", "V8R", "V9R", "X", "Y", "Z", "VX", "VY", "VZ", "-aVR", "MLI", "MLII", "MLIII"]
        return Dictionary(uniqueKeysWithValues: names.map { ($0.uppercased(), frank[$0] ?? $0) })
    }()

    /// Whether a label is the name of a lead.
    static func isKnown(_ label: String) -> Bool { known[usual(label).uppercased()] != nil }

    /// The usual name of a label such as `Lead I (Einthoven)`, `ECG aVR`, `MDC_ECG_LEAD_V1` or `avf`; other labels stay as
    /// they are, without spaces around.
    static func usual(_ label: String) -> String {
        let trimmed = label.trimmed
        var word = trimmed.uppercased()
        if let bracket = word.firstIndex(of: "(") { word = String(word[..<bracket]).trimmed }
        for prefix in ["MDC_ECG_LEAD_", "MDC_ECG_ELEC_POTL_", "LEAD_", "LEAD", "ECG", "EKG"] where word.hasPrefix(prefix) && word.count > prefix.count {
            word = String(word.dropFirst(prefix.count)).trimmed
        }
        if word.hasPrefix("_") || word.hasPrefix("-"), known[word] == nil { word = String(word.dropFirst()).trimmed }
        return known[word] ?? (trimmed.isEmpty ? "?" : trimmed)
    }
}

extension StringProtocol {
    /// Without white space and NUL at either end; fields of fixed length are filled up with them.
    var trimmed: String {
        let isFiller: (Character) -> Bool = { $0.isWhitespace || $0 == "\0" }
        let start = firstIndex { !isFiller($0) } ?? endIndex
        let end = lastIndex { !isFiller($0) }.map { index(after: $0) } ?? start
        return start < end ? String(self[start..<end]) : ""
    }

    /// nil where nothing is left but filler.
    var nonEmpty: String? {
        let text = trimmed
        return text.isEmpty ? nil : text
    }
}
