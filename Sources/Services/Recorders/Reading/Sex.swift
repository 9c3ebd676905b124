/// What formats write for the sex of a patient, as `Recording.Facts.sex` has it.
enum Sex {
    static func code(_ text: String) -> String? {
        switch text.trimmed.lowercased() {
        case "m", "male", "男", "男性", "1": "M"
        case "f", "female", "w", "女", "女性", "2": "F"
        case "o", "other", "u", "un", "undifferentiated", "其他": "O"
        default: nil
        }
    }
}
