import Foundation
import TextCoding

/// The coding of an XML document (XML 1.0, Appendix F). All are turned into UTF-8 and the declaration is taken away, since
/// the parser's library may lack the tables of Chinese sets and files are found that declare what they are not.
enum XMLText {
    static func utf8(of bytes: [UInt8]) -> [UInt8] {
        Array(withoutDeclaration(decoded(bytes)).utf8.filter { $0 >= 32 || $0 == 9 || $0 == 10 || $0 == 13 })
    }

    private static func decoded(_ bytes: [UInt8]) -> Substring {
        if bytes.starts(with: [0xff, 0xfe]) { return utf16(bytes.dropFirst(2), isBigEndian: false)[...] }
        if bytes.starts(with: [0xfe, 0xff]) { return utf16(bytes.dropFirst(2), isBigEndian: true)[...] }
        if bytes.starts(with: [0x3c, 0]) { return utf16(bytes[...], isBigEndian: false)[...] }
        if bytes.starts(with: [0, 0x3c]) { return utf16(bytes[...], isBigEndian: true)[...] }
        let body = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...]
        if let text = String(validating: body, as: UTF8.self) { return text[...] }
        switch declaredEncoding(body) {
        case "iso-8859-1", "latin1", "windows-1252", "iso-8859-15": return String(String.UnicodeScalarView(body.map { Unicode.Scalar($0) }))[...]
        default: return UndeclaredText.decode(body)[...]
        }
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> String {
        let start = bytes.startIndex
        let units = (0..<bytes.count / 2).map { index -> UInt16 in
            let (first, second) = (UInt16(bytes[start + index * 2]), UInt16(bytes[start + index * 2 + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func declaredEncoding(_ bytes: ArraySlice<UInt8>) -> String {
        let head = String(decoding: bytes.prefix(200), as: UTF8.self)
        guard let declaration = head.split(separator: ">").first, declaration.contains("<?xml"),
            let mark = declaration.range(of: "encoding=")
        else { return "" }
        return declaration[mark.upperBound...].dropFirst().prefix { $0 != "\"" && $0 != "'" }.lowercased()
    }

    private static func withoutDeclaration(_ text: Substring) -> Substring {
        let body = text.drop { $0.isWhitespace || $0 == "\u{feff}" }
        guard body.hasPrefix("<?xml "), let end = body.range(of: "?>") else { return body }
        return body[end.upperBound...]
    }
}
