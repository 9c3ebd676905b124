import Glibc

/// Building. A representation that is not given comes from the dictionary. A parsed data set becomes a built one at the
/// first change; what it was parsed from is not touched.
extension DataSet {
    public mutating func set(_ element: Element) {
        var elements = built
        let position = elements.position(of: element.tag)
        if position < elements.count, elements[position].tag == element.tag {
            elements[position] = element
        } else {
            elements.insert(element, at: position)
        }
        storage = .built(elements)
    }

    public mutating func remove(_ tag: Tag) {
        var elements = built
        elements.removeAll { $0.tag == tag }
        storage = .built(elements)
    }

    /// Text, in the character set of the data set, which it then declares.
    public mutating func set(_ tag: Tag, _ strings: [String], vr: VR? = nil) {
        let vr = vr ?? DataDictionary.vr(of: tag) ?? .UN
        switch vr {
        case .AT: set(tag, bytes: strings.compactMap { Tag(hex: $0) }.flatMap { $0.group.littleEndian2 + $0.element.littleEndian2 }, vr: vr)
        case .US, .SS, .UL, .SL, .UV, .SV: set(tag, strings.compactMap { Int($0) }, vr: vr)
        case .FL, .FD, .OF, .OD: set(tag, strings.compactMap { Double($0) }, vr: vr)
        default:
            let text = strings.joined(separator: "\\")
            if vr.isLocalisedText, tag != .specificCharacterSet, !text.utf8.allSatisfy({ $0 < 0x80 }) { declareCharacterSet() }
            set(tag, bytes: vr.isLocalisedText ? characterSet.encode(text) : Array(text.utf8), vr: vr)
        }
    }

    public mutating func set(_ tag: Tag, _ string: String, vr: VR? = nil) { set(tag, [string], vr: vr) }

    /// Integers, as the representation writes them; those out of its range are clamped.
    public mutating func set(_ tag: Tag, _ ints: [Int], vr: VR? = nil) {
        let vr = vr ?? DataDictionary.vr(of: tag) ?? .UN
        let bytes: [UInt8] = switch vr {
        case .US, .OW: ints.flatMap { UInt16(clamping: $0).littleEndian2 }
        case .SS: ints.flatMap { UInt16(bitPattern: Int16(clamping: $0)).littleEndian2 }
        case .UL, .OL: ints.flatMap { UInt32(clamping: $0).littleEndian4 }
        case .SL: ints.flatMap { UInt32(bitPattern: Int32(clamping: $0)).littleEndian4 }
        case .UV, .OV: ints.flatMap { UInt64(clamping: $0).littleEndian8 }
        case .SV: ints.flatMap { UInt64(bitPattern: Int64($0)).littleEndian8 }
        case .OB, .UN: ints.map { UInt8(clamping: $0) }
        case .FL, .OF: ints.flatMap { Float($0).bitPattern.littleEndian4 }
        case .FD, .OD: ints.flatMap { Double($0).bitPattern.littleEndian8 }
        default: Array(ints.map { String($0) }.joined(separator: "\\").utf8)
        }
        set(tag, bytes: bytes, vr: vr)
    }

    public mutating func set(_ tag: Tag, _ int: Int, vr: VR? = nil) { set(tag, [int], vr: vr) }

    /// Numbers, as the representation writes them. Decimal strings have at most 16 characters (PS3.5 6.2).
    public mutating func set(_ tag: Tag, _ doubles: [Double], vr: VR? = nil) {
        let vr = vr ?? DataDictionary.vr(of: tag) ?? .UN
        switch vr {
        case .FL, .OF: set(tag, bytes: doubles.flatMap { Float($0).bitPattern.littleEndian4 }, vr: vr)
        case .FD, .OD: set(tag, bytes: doubles.flatMap { $0.bitPattern.littleEndian8 }, vr: vr)
        case .DS: set(tag, bytes: Array(doubles.map(DecimalString.text).joined(separator: "\\").utf8), vr: vr)
        default: set(tag, doubles.map { Int($0.rounded()) }, vr: vr)
        }
    }

    public mutating func set(_ tag: Tag, _ double: Double, vr: VR? = nil) { set(tag, [double], vr: vr) }

    public mutating func set(_ tag: Tag, items: [DataSet]) {
        set(Element(tag: tag, vr: .SQ, value: .items(items), characterSet: characterSet))
    }

    /// A value as it is encoded in little endian; padded to an even length (PS3.5 6.2).
    public mutating func set(_ tag: Tag, bytes: [UInt8], vr: VR) {
        let padded = bytes.count % 2 == 0 ? bytes : bytes + [vr.padding]
        set(Element(tag: tag, vr: vr, value: .bytes(padded), characterSet: characterSet))
    }

    /// An attribute without a value.
    public mutating func setEmpty(_ tag: Tag, vr: VR? = nil) {
        let vr = vr ?? DataDictionary.vr(of: tag) ?? .UN
        if vr == .SQ { set(tag, items: []) } else { set(tag, bytes: [], vr: vr) }
    }

    private mutating func declareCharacterSet() {
        guard self[.specificCharacterSet] == nil else { return }
        set(.specificCharacterSet, characterSet.definedTerms)
    }

    /// The elements one by one, in order.
    private var built: [Element] {
        if case .built(let elements) = storage { return elements }
        return sorted { $0.tag < $1.tag }
    }
}

/// Decimal strings (PS3.5 6.2, DS).
enum DecimalString {
    /// The shortest text that gives the number back, or as many digits of it as fit into 16 characters.
    static func text(_ number: Double) -> String {
        if let whole = Int(exactly: number), abs(whole) < 1_000_000_000_000_000 { return String(whole) }
        let exact = "\(number)"
        guard exact.utf8.count > 16 else { return exact }
        for digits in stride(from: 15, through: 1, by: -1) {
            let shorter = formatted(number, significantDigits: digits)
            if shorter.utf8.count <= 16 { return shorter }
        }
        return "0"
    }

    private static func formatted(_ number: Double, significantDigits: Int) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { text in
            _ = withVaList([Int32(significantDigits), number]) { vsnprintf(text.baseAddress!, text.count, "%.*g", $0) }
            return String(cString: text.baseAddress!)
        }
    }
}

extension FixedWidthInteger {
    fileprivate func littleEndianBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
    }
}
extension UInt16 { var littleEndian2: [UInt8] { littleEndianBytes(2) } }
extension UInt32 { var littleEndian4: [UInt8] { littleEndianBytes(4) } }
extension UInt64 { var littleEndian8: [UInt8] { littleEndianBytes(8) } }
