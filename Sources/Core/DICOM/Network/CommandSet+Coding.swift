/// Implicit VR Little Endian, group 0000 only (PS3.7 6.3.1).
extension CommandSet {
    private static let headerLength = 8

    /// Reads a command set. Every length is checked against what remains; the group length is not believed.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(DICOMError) {
        var values: [UInt16: [UInt8]] = [:]
        var position = 0
        while position < bytes.count {
            guard bytes.count - position >= Self.headerLength else {
                throw DICOMError(.truncated, "an element header of a command does not fit", offset: UInt64(position))
            }
            let group = bytes.loadUnaligned(fromByteOffset: position, as: UInt16.self).littleEndian
            let element = bytes.loadUnaligned(fromByteOffset: position + 2, as: UInt16.self).littleEndian
            let length = Int(bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self).littleEndian)
            let tag = Tag(rawValue: UInt32(group) << 16 | UInt32(element))
            guard group == 0 else {
                throw DICOMError(.malformed, "\(tag) in a command", offset: UInt64(position), tag: tag)
            }
            position += Self.headerLength
            guard length <= bytes.count - position else {
                throw DICOMError(
                    .truncated, "\(tag) of a command claims \(length) bytes of \(bytes.count - position)",
                    offset: UInt64(position), tag: tag)
            }
            if element != Element.groupLength { values[element] = Array(bytes[position..<position + length]) }
            position += length
        }
        for required in [Element.commandField, Element.dataSetType] where values[required]?.count != 2 {
            let tag = Tag(rawValue: UInt32(required))
            throw DICOMError(.malformed, "a command without \(tag)", tag: tag)
        }
        self.init(values: values)
    }

    public init(decoding bytes: [UInt8]) throws(DICOMError) {
        self = try bytes.span.withUnsafeBytes { (buffer) throws(DICOMError) in try CommandSet(decoding: buffer) }
    }

    /// The command set with its group length, elements in order.
    public func encoded() -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(256)
        for (element, value) in values.sorted(by: { $0.key < $1.key }) { Self.append(element, value, to: &body) }
        var result: [UInt8] = []
        result.reserveCapacity(body.count + 12)
        Self.append(Element.groupLength, Self.bytes(UInt32(body.count)), to: &result)
        return result + body
    }

    private static func append(_ element: UInt16, _ value: [UInt8], to bytes: inout [UInt8]) {
        bytes += [0, 0]
        bytes += Self.bytes(element)
        bytes += Self.bytes(UInt32(value.count))
        bytes += value
    }
}

/// Values (PS3.5 6.2).
extension CommandSet {
    static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    /// Cut at a character, to 64 bytes, without what LO excludes.
    static func comment(_ text: String) -> String {
        var result = ""
        for character in text {
            guard result.utf8.count + character.utf8.count <= 64 else { break }
            result.append(character == "\\" || character.isNewline ? " " : character)
        }
        return result
    }

    func number(_ element: UInt16) -> UInt16? {
        guard let value = values[element], value.count >= 2 else { return nil }
        return UInt16(value[0]) | UInt16(value[1]) << 8
    }

    mutating func setNumber(_ element: UInt16, _ number: UInt16?) { values[element] = number.map(Self.bytes) }

    /// Text without padding: trailing zeros of a UID, spaces around anything else.
    func text(_ element: UInt16) -> String? {
        guard let value = values[element] else { return nil }
        let isPadding = { (byte: UInt8) in byte == 0x20 || byte == 0 }
        guard let first = value.firstIndex(where: { !isPadding($0) }), let last = value.lastIndex(where: { !isPadding($0) })
        else { return "" }
        return String(decoding: value[first...last], as: UTF8.self)
    }

    mutating func setText(_ element: UInt16, _ text: String?) { set(element, text, padding: 0x20) }
    mutating func setUID(_ element: UInt16, _ uid: String?) { set(element, uid, padding: 0) }

    private mutating func set(_ element: UInt16, _ text: String?, padding: UInt8) {
        values[element] = text.map { text in
            let bytes = Array(text.utf8)
            return bytes.count.isMultiple(of: 2) ? bytes : bytes + [padding]
        }
    }

    func tags(_ element: UInt16) -> [Tag] {
        guard let value = values[element] else { return [] }
        return stride(from: 0, to: value.count - value.count % 4, by: 4).map { start in
            let half = { (at: Int) in UInt32(value[at]) | UInt32(value[at + 1]) << 8 }
            return Tag(rawValue: half(start) << 16 | half(start + 2))
        }
    }

    mutating func setTags(_ element: UInt16, _ tags: [Tag]) {
        values[element] = tags.isEmpty ? nil : tags.flatMap {
            Self.bytes(UInt16($0.rawValue >> 16)) + Self.bytes(UInt16(truncatingIfNeeded: $0.rawValue))
        }
    }
}
