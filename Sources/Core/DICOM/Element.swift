internal import CDICOM

/// A data element: a tag, a value representation and a value (PS3.5 7.1).
public struct Element: Sendable {
    public let tag: Tag
    public let vr: VR
    let value: Value
    /// In force where the element stands.
    let characterSet: CharacterSet

    enum Value: Sendable {
        /// An element of a parsed data set, by its number in the table.
        case parsed(ParsedBytes, index: Int)
        /// Little endian, of even length.
        case bytes([UInt8])
        case items([DataSet])
    }

    init(tag: Tag, vr: VR, value: Value, characterSet: CharacterSet) {
        self.tag = tag
        self.vr = vr
        self.value = value
        self.characterSet = characterSet
    }

    init(_ parsed: ParsedBytes, index: Int, characterSet: CharacterSet) {
        let element = parsed.elements[index]
        self.init(
            tag: Tag(rawValue: element.tag), vr: VR(code: element.vr) ?? .UN, value: .parsed(parsed, index: index),
            characterSet: characterSet)
    }

    /// Bytes of the value as they were written; of a sequence, those of all its items.
    public var count: Int {
        switch value {
        case .parsed(let parsed, let index): Int(parsed.elements[index].length)
        case .bytes(let bytes): bytes.count
        case .items(let items): items.count
        }
    }

    /// Whether there is no value, as in an attribute of type 2 that is not known.
    public var isEmpty: Bool { count == 0 }

    /// Where the value lies in the bytes the data set was parsed from.
    public var sourceOffset: Int? {
        guard case .parsed(let parsed, let index) = value else { return nil }
        return Int(parsed.elements[index].offset)
    }

    /// Whether numbers in `withBytes` are big endian.
    public var isBigEndian: Bool {
        guard case .parsed(let parsed, let index) = value else { return false }
        return parsed.elements[index].flags & UInt8(CDICOM_BIG_ENDIAN) != 0
    }

    /// Whether the value is a sequence of fragments (PS3.5 A.4).
    public var isEncapsulated: Bool {
        guard case .parsed(let parsed, let index) = value else { return false }
        return parsed.elements[index].flags & UInt8(CDICOM_ENCAPSULATED) != 0
    }

    /// Lends the value as it is encoded. Empty for a sequence that was built.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch value {
        case .parsed(let parsed, let index): try parsed.withValue(of: index, body)
        case .bytes(let bytes): try bytes.withUnsafeBytes(body)
        case .items: try body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    /// The value as it is encoded.
    public var bytes: [UInt8] { withBytes { [UInt8]($0) } }

    /// The items of a sequence; empty for anything else.
    public var items: [DataSet] {
        switch value {
        case .items(let items): return items
        case .bytes: return []
        case .parsed(let parsed, let index):
            guard vr == .SQ else { return [] }
            return children(of: parsed, index).map { DataSet(parsed, item: UInt32($0), inherited: characterSet) }
        }
    }

    /// One item of a sequence, counted from 0.
    public func item(_ number: Int) -> DataSet? {
        switch value {
        case .items(let items): return items.indices.contains(number) ? items[number] : nil
        case .bytes: return nil
        case .parsed(let parsed, let index):
            guard vr == .SQ, number >= 0 else { return nil }
            let range = parsed.children(of: UInt32(index))
            var child = range.lowerBound
            var left = number
            while child < range.upperBound {
                if left == 0 { return DataSet(parsed, item: UInt32(child), inherited: characterSet) }
                left -= 1
                child = parsed.next(after: child)
            }
            return nil
        }
    }

    /// The fragments of an encapsulated value, the Basic Offset Table first, as ranges of the parsed source.
    var fragments: [Range<Int>] {
        guard isEncapsulated, case .parsed(let parsed, let index) = value else { return [] }
        return children(of: parsed, index).map { child in
            let fragment = parsed.elements[child]
            return Int(fragment.offset)..<Int(fragment.offset + fragment.length)
        }
    }

    private func children(of parsed: ParsedBytes, _ index: Int) -> [Int] {
        let range = parsed.children(of: UInt32(index))
        return Array(sequence(state: range.lowerBound) { child -> Int? in
            guard child < range.upperBound else { return nil }
            defer { child = parsed.next(after: child) }
            return child
        })
    }
}
