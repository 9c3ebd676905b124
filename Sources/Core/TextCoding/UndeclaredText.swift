/// Text of a file or a message that does not say how it is coded: UTF-8 where the bytes are strictly that, else GB 18030,
/// which is what Chinese devices write. Few GB 18030 texts of more than a character are also valid UTF-8.
public enum UndeclaredText {
    public static func decode(_ bytes: some Collection<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return Array(bytes).withUnsafeBytes { GB18030.decode($0) }
    }
}
