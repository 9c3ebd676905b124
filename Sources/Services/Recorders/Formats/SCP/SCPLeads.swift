/// Codes of leads (5.6.3, table of lead identification).
enum SCPLeads {
    private static let names: [Int: String] = {
        var names: [Int: String] = [
            1: "I", 2: "II", 16: "X", 17: "Y", 18: "Z", 19: "CC5", 20: "CM5", 21: "LA", 22: "RA", 23: "LL", 61: "III", 62: "aVR", 63: "aVL",
            64: "aVF", 65: "-aVR", 66: "V8", 67: "V9", 68: "V8R", 69: "V9R", 70: "D", 71: "A", 72: "J",
        ]
        for number in 1...7 { names[2 + number] = "V\(number)" }
        for number in 2...7 { names[8 + number] = "V\(number)R" }
        return names
    }()

    private static let codes = Dictionary(uniqueKeysWithValues: names.map { ($0.value, $0.key) })

    static func name(_ code: Int) -> String { names[code] ?? "lead \(code)" }
    /// 0 stands for a lead that the standard has no code for.
    static func code(_ name: String) -> Int { codes[name] ?? 0 }
}
