/// The tag of a data element: group and element number (PS3.5 7.1).
public struct Tag: RawRepresentable, Hashable, Comparable, Sendable {
    /// The group in the upper half, the element in the lower.
    public let rawValue: UInt32

    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable public init(_ group: UInt16, _ element: UInt16) { rawValue = UInt32(group) << 16 | UInt32(element) }

    /// Reads `00100010`, `0010,0010` or `(0010,0010)`.
    public init?(hex: some StringProtocol) {
        let digits = hex.utf8.filter { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ")") && $0 != UInt8(ascii: ",") }
        guard digits.count == 8, digits.first != UInt8(ascii: "+"), let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { return nil }
        rawValue = value
    }

    /// Reads a keyword of PS3.6, such as `PatientName`.
    public init?(keyword: some StringProtocol) {
        guard let tag = DataDictionary.tag(ofKeyword: String(keyword)) else { return nil }
        self = tag
    }

    @inlinable public var group: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 16) }
    @inlinable public var element: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

    /// Odd groups belong to vendors (PS3.5 7.8).
    @inlinable public var isPrivate: Bool { group & 1 == 1 }
    /// Reserves a block of private elements for the vendor it names (PS3.5 7.8.1).
    @inlinable public var isPrivateCreator: Bool { isPrivate && (0x10...0xff).contains(element) }
    /// Retired, and meaningless where other elements have changed (PS3.5 7.2).
    @inlinable public var isGroupLength: Bool { element == 0 }

    @inlinable public static func < (a: Tag, b: Tag) -> Bool { a.rawValue < b.rawValue }

    /// Eight hexadecimal digits, as in DICOM JSON (PS3.18 F.2.1.1.2).
    public var hex: String {
        String(unsafeUninitializedCapacity: 8) { text in
            for digit in 0..<8 { text[digit] = Self.upperHex(rawValue >> UInt32(28 - 4 * digit) & 15) }
            return 8
        }
    }

    static func upperHex(_ nibble: UInt32) -> UInt8 {
        UInt8(nibble) + (nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10)
    }
}

extension Tag: CustomStringConvertible {
    public var description: String { "(\(hex.prefix(4)),\(hex.suffix(4)))" }

    /// The keyword of PS3.6, or the eight digits where there is none.
    public var keyword: String { DataDictionary.entry(for: self)?.keyword ?? hex }
}
