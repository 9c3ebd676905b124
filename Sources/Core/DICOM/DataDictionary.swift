internal import CDICOM

/// The data dictionary (PS3.6), with the private attributes of many vendors. DCMTK's, read once.
public enum DataDictionary {
    public struct Entry: Sendable, Equatable {
        public let vr: VR
        /// As in PS3.6, such as `PatientName`.
        public let keyword: String
        /// The keyword in words, such as `Patient Name`.
        public let name: String
        /// How many values there may be; nil stands for "n".
        public let minimumValues: Int
        public let maximumValues: Int?
    }

    /// Nil for private and unknown tags.
    public static func entry(for tag: Tag) -> Entry? {
        guard let standard, let found = cdicom_dictionary_find(standard, tag.rawValue) else { return nil }
        return Entry(found.pointee)
    }

    /// A private tag, by the text of the element that reserves its block (PS3.5 7.8.1).
    public static func entry(for tag: Tag, privateCreator: String) -> Entry? {
        guard let standard else { return nil }
        var creator = privateCreator
        let found = creator.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) {
                cdicom_dictionary_find_private(standard, tag.rawValue, $0.baseAddress, $0.count)
            }
        }
        return found.flatMap { Entry($0.pointee) }
    }

    public static func vr(of tag: Tag) -> VR? {
        guard let standard, let found = cdicom_dictionary_find(standard, tag.rawValue) else { return nil }
        return VR(code: found.pointee.vr)
    }

    public static func tag(ofKeyword keyword: String) -> Tag? {
        guard let standard, let found = cdicom_dictionary_find_keyword(standard, keyword) else { return nil }
        return Tag(rawValue: found.pointee.first_tag)
    }

    /// Zero if DCMTK found no dictionary file, in which case implicit VR cannot be read well.
    public static var count: Int { standard.map { cdicom_dictionary_count($0) } ?? 0 }

    /// Built once, never changed or freed afterwards, so that any thread may read it.
    nonisolated(unsafe) static let standard: OpaquePointer? = cdicom_dictionary_standard()
}

extension DataDictionary.Entry {
    init?(_ entry: cdicom_dictionary_entry) {
        guard let vr = VR(code: entry.vr) else { return nil }
        let keyword = String(cString: entry.keyword)
        self.init(
            vr: vr, keyword: keyword, name: Self.words(in: keyword), minimumValues: Int(entry.minimum_values),
            maximumValues: entry.maximum_values < 0 ? nil : Int(entry.maximum_values))
    }

    /// Puts a space where a new word begins: `StudyInstanceUID` becomes `Study Instance UID`.
    private static func words(in keyword: String) -> String {
        let letters = Array(keyword)
        var name = ""
        for (i, letter) in letters.enumerated() {
            if i > 0, letter.isUppercase || letter.isNumber {
                let followsLower = letters[i - 1].isLowercase || (letters[i - 1].isNumber && letter.isUppercase)
                let endsAcronym = letters[i - 1].isUppercase && i + 1 < letters.count && letters[i + 1].isLowercase
                if followsLower || endsAcronym { name.append(" ") }
            }
            name.append(letter)
        }
        return name
    }
}
