import HL7

/// Where records and messages begin and end in the joined text of frames. Records end with CR wherever frames end: one
/// frame may hold many, and one record may span several.
enum ASTMRecords {
    /// Whether the text ends with a terminator record, `L|1|N`.
    /// - Parameter isLastFrame: the text came to an end with ETX, so that a missing CR is not waited for.
    static func isEnded(_ text: [UInt8], isLastFrame: Bool) -> Bool {
        var end = text.endIndex
        while end > 0, text[end - 1] == ASTMControl.carriageReturn || text[end - 1] == ASTMControl.lineFeed { end -= 1 }
        guard end > 0, isLastFrame || end < text.endIndex else { return false }
        let start = (text[..<end].lastIndex { $0 == ASTMControl.carriageReturn || $0 == ASTMControl.lineFeed } ?? -1) + 1
        // `L` and a delimiter, so that a record's continuation that happens to begin with L is not taken for one.
        return text[start] == UInt8(ascii: "L") && (end - start == 1 || text[start + 1] == fieldDelimiter(of: text))
    }

    /// The delimiter after the `H` of the header.
    private static func fieldDelimiter(of text: [UInt8]) -> UInt8 {
        text.first == UInt8(ascii: "H") && text.count > 1 ? text[1] : UInt8(ascii: "|")
    }
}
