/// Writing in any native layout (PS3.5 7.1, Annex A).
extension DataSet {
    /// The bytes of the data set in a transfer syntax. Values keep their coding; only the order of their bytes changes, so
    /// encapsulated Pixel Data can go only from one encapsulated syntax to another and is not coded anew.
    ///
    /// Sequences and items get their length, group lengths are left out (PS3.5 7.2), odd values are padded.
    public func encode(transferSyntax: TransferSyntax) throws(DICOMError) -> [UInt8] {
        var writer = DataSetWriter(isImplicit: transferSyntax.isImplicit, isBigEndian: transferSyntax.isBigEndian)
        try writer.write(self)
        return transferSyntax.isDeflated ? try Deflate.deflate(writer.bytes) : writer.bytes
    }
}

struct DataSetWriter {
    let isImplicit: Bool
    let isBigEndian: Bool
    private(set) var bytes: [UInt8] = []

    init(isImplicit: Bool, isBigEndian: Bool) {
        self.isImplicit = isImplicit
        self.isBigEndian = isBigEndian
    }

    mutating func write(_ dataSet: DataSet) throws(DICOMError) {
        var previous = Tag(rawValue: 0)
        var elements: [Element] = []
        var isSorted = true
        for element in dataSet {
            isSorted = isSorted && element.tag >= previous
            previous = element.tag
            elements.append(element)
        }
        if !isSorted { elements.sort { $0.tag < $1.tag } }
        for element in elements where !element.tag.isGroupLength || element.tag.group <= 0x0002 { try write(element) }
    }

    private mutating func write(_ element: Element) throws(DICOMError) {
        if element.isEncapsulated { return try writeFragments(of: element) }
        if element.vr == .SQ {
            let length = header(element.tag, .SQ)
            for item in element.items {
                append(Tag.item)
                let itemLength = reserveLength()
                try write(item)
                try fill(itemLength, of: Tag.item)
            }
            return try fill(length, of: element.tag)
        }
        try writeValue(of: element)
    }

    private mutating func writeValue(of element: Element) throws(DICOMError) {
        let count = element.count + element.count % 2
        guard count < 0xffff_fffe else { throw DICOMError(.limit, "\(element.tag) has a value of 4 GiB or more", tag: element.tag) }
        // A value too long for 16 bits is written as UN (PS3.5 6.2.2).
        let isTooLong = !isImplicit && !element.vr.hasLongLength && count > 0xffff
        let vr = isTooLong ? VR.UN : element.vr
        append(element.tag)
        if isImplicit {
            append(UInt32(count))
        } else {
            append(vr)
            if vr.hasLongLength {
                bytes.append(contentsOf: [0, 0])
                append(UInt32(count))
            } else {
                append(UInt16(count))
            }
        }
        let start = bytes.count
        element.withBytes { bytes.append(contentsOf: $0) }
        // What is written as UN is little endian, whatever is around it (PS3.5 6.2.2).
        let targetIsBigEndian = isBigEndian && !isTooLong
        if element.isBigEndian != targetIsBigEndian { swapUnits(from: start, size: element.vr.unitSize) }
        if element.count % 2 == 1 { bytes.append(element.vr.padding) }
    }

    /// Fragments keep their bytes (PS3.5 A.4).
    private mutating func writeFragments(of element: Element) throws(DICOMError) {
        guard !isImplicit, !isBigEndian, case .parsed(let parsed, _) = element.value else {
            throw DICOMError(.unsupported, "\(element.tag) is encapsulated and cannot be written in a native syntax", tag: element.tag)
        }
        append(element.tag)
        append(element.vr == .OW ? .OW : .OB)
        bytes.append(contentsOf: [0, 0, 0xff, 0xff, 0xff, 0xff])
        for fragment in element.fragments {
            append(Tag.item)
            append(UInt32(fragment.count + fragment.count % 2))
            bytes.append(contentsOf: parsed.bytes[fragment])
            if fragment.count % 2 == 1 { bytes.append(0) }
        }
        append(Tag.sequenceDelimitation)
        append(UInt32(0))
    }

    /// Writes the header of a sequence, and returns where its length goes.
    private mutating func header(_ tag: Tag, _ vr: VR) -> Int {
        append(tag)
        if !isImplicit {
            append(vr)
            bytes.append(contentsOf: [0, 0])
        }
        return reserveLength()
    }

    private mutating func reserveLength() -> Int {
        append(UInt32(0))
        return bytes.count - 4
    }

    /// Puts the number of bytes written since at the place that was kept for it.
    private mutating func fill(_ position: Int, of tag: Tag) throws(DICOMError) {
        let count = bytes.count - position - 4
        guard count < 0xffff_fffe else { throw DICOMError(.limit, "\(tag) has 4 GiB or more", tag: tag) }
        for i in 0..<4 {
            bytes[position + i] = UInt8(truncatingIfNeeded: count >> (8 * (isBigEndian ? 3 - i : i)))
        }
    }

    private mutating func swapUnits(from start: Int, size: Int) {
        guard size > 1 else { return }
        for unit in stride(from: start, through: bytes.count - size, by: size) { bytes[unit..<unit + size].reverse() }
    }

    private mutating func append(_ tag: Tag) {
        append(tag.group)
        append(tag.element)
    }
    private mutating func append(_ vr: VR) { bytes.append(contentsOf: vr.rawValue.utf8) }
    private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: isBigEndian ? number.bigEndian : number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

extension Tag {
    static let item = Tag(0xfffe, 0xe000)
    static let itemDelimitation = Tag(0xfffe, 0xe00d)
    static let sequenceDelimitation = Tag(0xfffe, 0xe0dd)
}
