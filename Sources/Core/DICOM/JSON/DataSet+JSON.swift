/// The DICOM JSON Model (PS3.18 Annex F).
extension DataSet {
    /// Binary values longer than this are referred to rather than written out, if there is an address for them.
    public static let bulkDataThreshold = 1024

    /// The data set as one JSON object, in UTF-8.
    ///
    /// - Parameters:
    ///   - excludePixelData: leave Pixel Data out, also where it could be referred to.
    ///   - bulkDataURI: the address under which the value at a path is served. Asked for binary values over the threshold
    ///     and for Pixel Data; nil has the value written inline, if it is at hand.
    public func json(
        excludePixelData: Bool = false, bulkDataURI: (AttributePath) -> String? = { _ in nil }
    ) -> [UInt8] {
        withoutActuallyEscaping(bulkDataURI) { bulkDataURI in
            var writer = JSONModelWriter(excludePixelData: excludePixelData, bulkDataURI: bulkDataURI)
            writer.write(self)
            return writer.out.bytes
        }
    }
}

private struct JSONModelWriter {
    let excludePixelData: Bool
    let bulkDataURI: (AttributePath) -> String?
    var out = JSONBytes(capacity: 16_384)
    private var steps: [AttributePath.Step] = []

    init(excludePixelData: Bool, bulkDataURI: @escaping (AttributePath) -> String?) {
        self.excludePixelData = excludePixelData
        self.bulkDataURI = bulkDataURI
    }

    mutating func write(_ dataSet: DataSet) {
        out.raw(UInt8(ascii: "{"))
        for element in dataSet where !element.tag.isGroupLength && element.tag.group != 0x0002 {
            if element.tag.isPixelData, steps.isEmpty, dataSet.pixelData != nil { continue }
            write(element)
            out.raw(UInt8(ascii: ","))
        }
        if steps.isEmpty, !excludePixelData, let pixels = dataSet.pixelData { write(pixels, of: dataSet) }
        out.dropLast(UInt8(ascii: ","))
        out.raw(UInt8(ascii: "}"))
    }

    private mutating func write(_ element: Element) {
        open(element.tag, element.vr)
        if !element.isEmpty { writeValue(of: element) }
        out.raw(UInt8(ascii: "}"))
    }

    private mutating func open(_ tag: Tag, _ vr: VR) {
        out.raw(UInt8(ascii: "\""))
        out.tag(tag)
        out.raw("\":{\"vr\":\"")
        out.raw(vr.rawValue.utf8)
        out.raw(UInt8(ascii: "\""))
    }

    private mutating func writeValue(of element: Element) {
        switch element.vr {
        case .SQ: writeItems(of: element)
        case .PN: texts(of: element) { writer, name in writer.writePersonName(name) }
        case .DS, .IS: texts(of: element) { writer, number in writer.writeNumber(number) }
        case .FL, .FD: array(element.doubles) { writer, number in writer.out.double(number) }
        case .AT: array(element.tags) { writer, tag in writer.out.string(tag.hex) }
        case .US, .SS, .UL, .SL, .SV: array(element.ints) { writer, number in writer.out.int(number) }
        case .UV: array(element.bitPatterns(of: UInt64.self)) { writer, number in writer.out.raw("\(number)".utf8) }
        case .OB, .OD, .OF, .OL, .OV, .OW, .UN: writeBinary(element)
        default: texts(of: element) { writer, text in writer.out.string(text) }
        }
    }

    private mutating func array<Value>(_ values: [Value], _ write: (inout Self, Value) -> Void) {
        guard !values.isEmpty else { return }
        out.raw(",\"Value\":[")
        for value in values {
            write(&self, value)
            out.raw(UInt8(ascii: ","))
        }
        out.dropLast(UInt8(ascii: ","))
        out.raw(UInt8(ascii: "]"))
    }

    private mutating func writeItems(of element: Element) {
        out.raw(",\"Value\":[")
        for (number, item) in element.items.enumerated() {
            steps.append(AttributePath.Step(sequence: element.tag, item: number))
            write(item)
            steps.removeLast()
            out.raw(UInt8(ascii: ","))
        }
        out.dropLast(UInt8(ascii: ","))
        out.raw(UInt8(ascii: "]"))
    }

    /// Writes the values of a text one by one, without padding. All in UTF-8 bytes: most text is ASCII, and making strings
    /// of it would take longer than everything else.
    private mutating func texts(of element: Element, _ write: (inout Self, UnsafeBufferPointer<UInt8>) -> Void) {
        out.raw(",\"Value\":[")
        element.withUTF8Text { text in
            var start = 0
            for i in 0...text.count where i == text.count || (text[i] == UInt8(ascii: "\\") && !element.vr.isSingleText) {
                let value = UnsafeBufferPointer(rebasing: text[start..<i]).trimmingPadding(leading: element.vr.ignoresLeadingSpaces)
                if value.isEmpty { out.raw("null") } else { write(&self, value) }
                out.raw(UInt8(ascii: ","))
                start = i + 1
            }
        }
        out.dropLast(UInt8(ascii: ","))
        out.raw(UInt8(ascii: "]"))
    }

    /// DS and IS are numbers; the text itself is kept where JSON can read it, so that no digit is gained or lost.
    private mutating func writeNumber(_ text: UnsafeBufferPointer<UInt8>) {
        if JSONNumber.isValid(text) { return out.raw(text) }
        if let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite { return out.double(number) }
        out.string(text)
    }

    /// The groups of a person name as they stand, without the components taken apart (PS3.18 F.2.2).
    private mutating func writePersonName(_ name: UnsafeBufferPointer<UInt8>) {
        let keys: [StaticString] = ["Alphabetic", "Ideographic", "Phonetic"]
        let groups = name.split(separator: UInt8(ascii: "="), maxSplits: 2, omittingEmptySubsequences: false)
        out.raw(UInt8(ascii: "{"))
        for (key, group) in zip(keys, groups) where !group.isEmpty {
            out.raw(UInt8(ascii: "\""))
            out.raw(key)
            out.raw("\":")
            out.string(UnsafeBufferPointer(rebasing: group))
            out.raw(UInt8(ascii: ","))
        }
        out.dropLast(UInt8(ascii: ","))
        out.raw(UInt8(ascii: "}"))
    }

    private mutating func writeBinary(_ element: Element) {
        if element.count > DataSet.bulkDataThreshold, writeReference(to: element.tag) { return }
        guard !element.isEncapsulated else { return }
        out.raw(",\"InlineBinary\":\"")
        if element.isBigEndian, element.vr.unitSize > 1 {
            // Bulk data is little endian, whatever the object was (PS3.18 F.2.7).
            element.littleEndianBytes.withUnsafeBytes { out.base64($0) }
        } else {
            element.withBytes { out.base64($0) }
        }
        out.raw(UInt8(ascii: "\""))
    }

    private mutating func write(_ pixels: PixelDataLocation, of dataSet: DataSet) {
        open(pixels.tag, pixels.vr)
        if !writeReference(to: pixels.tag), let element = dataSet[pixels.tag], !element.isEmpty { writeBinary(element) }
        out.raw(UInt8(ascii: "}"))
    }

    private mutating func writeReference(to tag: Tag) -> Bool {
        guard let uri = bulkDataURI(AttributePath(tag, within: steps)) else { return false }
        out.raw(",\"BulkDataURI\":")
        out.string(uri)
        return true
    }
}

extension Tag {
    var isPixelData: Bool { self == .pixelData || self == .floatPixelData || self == .doubleFloatPixelData }
}

extension Element {
    /// The value with its numbers in little endian.
    public var littleEndianBytes: [UInt8] {
        var bytes = bytes
        let size = vr.unitSize
        guard isBigEndian, size > 1 else { return bytes }
        for unit in stride(from: 0, through: bytes.count - size, by: size) { bytes[unit..<unit + size].reverse() }
        return bytes
    }
}
