/// Values in Swift's types. A value that its representation does not allow is left out, never an error: real objects
/// contain them.
extension Element {
    /// The first value as text, without padding; nil if there is none.
    public var string: String? {
        guard let first = strings.first, !first.isEmpty else { return nil }
        return first
    }

    /// All values as text, without padding; those between two backslashes can be empty. Numbers are written out.
    public var strings: [String] {
        if vr.isText || vr == .UN { return isEmpty ? [] : text }
        if vr == .AT { return tags.map(\.hex) }
        if vr.isFloatingPoint { return doubles.map { "\($0)" } }
        return vr == .SQ ? [] : ints.map { String($0) }
    }

    private var text: [String] {
        withUTF8Text { text in
            guard !vr.isSingleText else { return [String(decoding: text.trimmingPadding(leading: false), as: UTF8.self)] }
            return text.split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: false).map {
                let value = UnsafeBufferPointer(rebasing: $0).trimmingPadding(leading: vr.ignoresLeadingSpaces)
                return String(decoding: value, as: UTF8.self)
            }
        }
    }

    /// Lends the whole value in UTF-8. Bytes are decoded before anything is split: in GBK and GB18030 a backslash can be half
    /// of a character (PS3.5 6.1.2.3).
    func withUTF8Text<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withBytes { bytes in
            if bytes.isPlainASCII { return bytes.withMemoryRebound(to: UInt8.self, body) }
            var decoded = vr.isLocalisedText
                ? characterSet.decode(bytes, delimiters: vr == .PN ? .personName : .text)
                : CharacterSet.default.decode(bytes)
            return decoded.withUTF8(body)
        }
    }

    public var personName: PersonName? { string.map { PersonName($0) } }

    public var int: Int? { ints.first }

    /// Integers, from binary representations and from IS and DS that are whole.
    public var ints: [Int] {
        switch vr {
        case .US, .OW: numbers(of: UInt16.self)
        case .SS: numbers(of: Int16.self)
        case .UL, .OL: numbers(of: UInt32.self)
        case .SL: numbers(of: Int32.self)
        case .UV, .OV: numbers(of: UInt64.self)
        case .SV: numbers(of: Int64.self)
        case .OB, .UN: withBytes { $0.map { Int($0) } }
        case .IS, .DS: text.compactMap { text in Int(text.dropPlus) ?? Double(text).flatMap { Int(exactly: $0) } }
        case .AT: tags.map { Int($0.rawValue) }
        default: []
        }
    }

    public var double: Double? { doubles.first }

    /// Numbers of any numeric representation.
    public var doubles: [Double] {
        switch vr {
        case .FL, .OF: bitPatterns(of: UInt32.self).map { Double(Float(bitPattern: $0)) }
        case .FD, .OD: bitPatterns(of: UInt64.self).map { Double(bitPattern: $0) }
        case .DS, .IS: text.compactMap { Double($0) }
        default: ints.map { Double($0) }
        }
    }

    /// The tags of an AT.
    public var tags: [Tag] {
        guard vr == .AT else { return [] }
        let halves = bitPatterns(of: UInt16.self)
        return stride(from: 0, to: halves.count - 1, by: 2).map { Tag(halves[$0], halves[$0 + 1]) }
    }

    private func numbers<Number: FixedWidthInteger>(of: Number.Type) -> [Int] {
        bitPatterns(of: Number.self).compactMap { Int(exactly: $0) }
    }

    /// The whole numbers of a size in the value; what is left over at its end is ignored.
    func bitPatterns<Number: FixedWidthInteger>(of: Number.Type) -> [Number] {
        let isBigEndian = isBigEndian
        return withBytes { bytes in
            let size = MemoryLayout<Number>.size
            return (0..<bytes.count / size).map {
                let number = bytes.loadUnaligned(fromByteOffset: $0 * size, as: Number.self)
                return isBigEndian ? Number(bigEndian: number) : Number(littleEndian: number)
            }
        }
    }
}

extension VR {
    var isFloatingPoint: Bool { self == .FL || self == .FD || self == .OF || self == .OD }
}

extension VR {
    /// Whether spaces at the start mean nothing (PS3.5 6.2).
    var ignoresLeadingSpaces: Bool { !isSingleText && self != .UC && self != .PN }
}

extension UnsafeBufferPointer<UInt8> {
    /// Without the padding of PS3.5 6.2: spaces and NUL at the end, and spaces at the start where they mean nothing.
    func trimmingPadding(leading: Bool) -> Self {
        var start = 0
        var end = count
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0 { end -= 1 }
        while leading, start < end, self[start] == 0x20 { start += 1 }
        return Self(rebasing: self[start..<end])
    }
}

extension StringProtocol {
    var trimmingSpaces: String {
        var text = String(self)
        return text.withUTF8 { String(decoding: $0.trimmingPadding(leading: true), as: UTF8.self) }
    }
}

extension String {
    /// IS may carry a plus sign (PS3.5 6.2).
    fileprivate var dropPlus: Substring { hasPrefix("+") ? dropFirst() : self[...] }
}
