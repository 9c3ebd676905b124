/// What a password must be (after NIST SP 800-63B: length and not guessable, rather than a mix of character classes).
public enum PasswordRule {
    public static let minimumLength = 10
    public static let maximumLength = 128

    /// Why the password may not be used, in words for the person who chose it; nil where it may.
    public static func objection(to password: String, of name: String) -> String? {
        let lowered = password.lowercased()
        if password.count < minimumLength { return "the password must have at least \(minimumLength) characters" }
        if password.count > maximumLength { return "the password must have at most \(maximumLength) characters" }
        if Set(lowered).count < 5 { return "the password repeats too few characters" }
        if name.count >= 3, lowered.contains(name.lowercased()) { return "the password must not contain the account name" }
        if isSequence(lowered) { return "the password is a row of neighbouring characters" }
        if common.contains(where: { lowered.hasPrefix($0) && lowered.count - $0.count < 4 }) {
            return "the password is one of those tried first"
        }
        return nil
    }

    /// A password that fulfils the rule: 20 characters of 32 unmistakable ones, in groups that can be read aloud (100 bits).
    public static func generate() -> String {
        let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
        let letters = RandomBytes.make(20).map { alphabet[Int($0 & 31)] }
        return stride(from: 0, to: 20, by: 5).map { String(letters[$0..<$0 + 5]) }.joined(separator: "-")
    }

    /// `1234567890`, `abcdefghijk`: every character follows the one before it by the same step of −1, 0 or 1.
    private static func isSequence(_ text: String) -> Bool {
        let codes = text.unicodeScalars.map { Int($0.value) }
        let steps = Set(zip(codes.dropFirst(), codes).map { ($0 - $1) })
        return steps.isSubset(of: [1, -9]) || steps.isSubset(of: [-1, 9])
    }

    /// The openings of passwords that lists of stolen ones are full of, in China and elsewhere.
    private static let common = [
        "password", "passw0rd", "p@ssw0rd", "qwertyuiop", "qwerty123", "1qaz2wsx3edc", "1q2w3e4r5t", "zxcvbnm123",
        "administrator", "admin123", "admin@123", "root123", "iloveyou", "welcome123", "letmein123", "changeme",
        "woaini1314", "woaini520", "5201314", "a123456789", "q123456789", "aa12345678", "abc123456", "abcd1234", "asdfghjkl",
        "yigong", "hospital", "dicom", "orthanc",
    ]
}
