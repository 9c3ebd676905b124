import DICOM
import ObjectStore

/// What an object kept aside is about, and in what it differs from the instance of its UID that is shown.
public struct AsideComparison: Sendable {
    public struct Difference: Sendable {
        public let tag: Tag
        /// The keyword of PS3.6, or the tag where it has none.
        public let attribute: String
        /// Values as text, shortened; nil where the attribute is absent.
        public let shown: String?
        public let aside: String?
    }

    /// PN as DICOM writes it.
    public let patientName: String
    public let patientID: String
    public let studyDate: String
    public let modality: String
    public let studyDescription: String
    /// Whether an instance of the same UID is shown; without one there are no differences.
    public let isShown: Bool
    public let differences: [Difference]
    /// nil where the two are in different transfer syntaxes, and so cannot be compared byte for byte.
    public let hasOtherPixels: Bool?
}

extension Archive {
    /// Reads an object kept aside beside the instance that it conflicts with.
    public func compare(aside id: Int64) throws -> AsideComparison {
        let (address, note) = try asideBytes(id)
        guard let note else { throw ArchiveError(.damaged, "the note of the object kept aside cannot be read") }
        let bytes = try store.read(address)
        let syntax = TransferSyntax(uid: note.transferSyntax)
        let header = try bytes.withUnsafeBytes { try Header.read($0, syntax, charset: note.charset) }
        let shown = try header.string(.sopInstanceUID).flatMap { try instance($0) }.map { try open($0) }
        return AsideComparison(
            patientName: header.string(.patientName) ?? "", patientID: header.string(.patientID) ?? "", studyDate: header.string(.studyDate) ?? "", modality: header.string(.modality) ?? "",
            studyDescription: header.string(.studyDescription) ?? "", isShown: shown != nil,
            differences: try shown.map { AttributeDifferences.between(shown: try $0.header(), aside: header) } ?? [],
            hasOtherPixels: try shown.flatMap { try Self.pixelsDiffer($0, bytes, header, syntax) })
    }

    private static func pixelsDiffer(
        _ shown: StoredObject, _ aside: ObjectBytes, _ header: DataSet, _ syntax: TransferSyntax
    ) throws -> Bool? {
        guard shown.instance.transferSyntax == syntax, !syntax.isDeflated else { return nil }
        guard let there = try shown.header().pixelData, let here = header.pixelData else {
            return try (shown.header().pixelData == nil) != (header.pixelData == nil)
        }
        let first = shown.dataSet[there.offset..<shown.dataSet.count], second = aside[here.offset..<aside.count]
        guard first.count == second.count else { return true }
        return first.withUnsafeBytes { one in second.withUnsafeBytes { !one.elementsEqual($0) } }
    }
}

/// The attributes in which two headers are not the same.
enum AttributeDifferences {
    private static let most = 100
    private static let longest = 120

    static func between(shown: DataSet, aside: DataSet) -> [AsideComparison.Difference] {
        let tags = Set(shown.map(\.tag)).union(aside.map(\.tag)).sorted()
        return Array(
            tags.lazy.compactMap { tag -> AsideComparison.Difference? in
                let one = shown[tag].map(text), other = aside[tag].map(text)
                guard one != other else { return nil }
                return AsideComparison.Difference(
                    tag: tag, attribute: DataDictionary.entry(for: tag)?.keyword ?? tag.description, shown: one.map(shortened), aside: other.map(shortened))
            }.prefix(most))
    }

    /// Sequences are told apart by what all their elements say.
    private static func text(_ element: Element) -> String {
        guard element.vr == .SQ else {
            return element.vr.isText ? element.strings.joined(separator: "\\") : element.bytes.map { String($0) }.joined(separator: " ")
        }
        return element.items.map { item in "{" + item.map { "\($0.tag.description)=\(text($0))" }.joined(separator: "; ") + "}" }.joined()
    }

    private static func shortened(_ text: String) -> String { text.count > longest ? text.prefix(longest) + "…" : text }
}
