extension DataSet {
    /// Reads one data set of the DICOM JSON Model (PS3.18 Annex F). Text goes into UTF-8, which the data set then declares.
    ///
    /// - Parameter bulkData: the value that a BulkDataURI refers to; without it the attribute stays empty.
    public init(json: some Sequence<UInt8>, bulkData: @escaping (String) -> [UInt8]? = { _ in nil }) throws(DICOMError) {
        try self.init(JSONModelReader(bulkData: bulkData).one(in: Self.parse(json)))
    }

    /// Reads the array of data sets that a DICOMweb answer or a STOW request with metadata is; one alone counts as well.
    public static func array(json: some Sequence<UInt8>, bulkData: @escaping (String) -> [UInt8]? = { _ in nil }) throws(DICOMError) -> [DataSet] {
        let value = try parse(json)
        let reader = JSONModelReader(bulkData: bulkData)
        var found: [DataSet] = []
        for one in value.elements ?? [value] { found.append(try reader.one(in: one)) }
        return found
    }

    private init(_ other: DataSet) { self = other }

    private static func parse(_ json: some Sequence<UInt8>) throws(DICOMError) -> JSONValue {
        let result = Array(json).withUnsafeBytes { bytes in Result { () throws(DICOMError) in try JSONValue(parsing: bytes) } }
        return try result.get()
    }
}

private struct JSONModelReader {
    let bulkData: (String) -> [UInt8]?

    func one(in value: JSONValue) throws(DICOMError) -> DataSet {
        guard case .object(let members) = value else { throw DICOMError(.malformed, "a data set in JSON has to be an object") }
        var dataSet = DataSet(characterSet: .utf8)
        for (key, attribute) in members {
            guard let tag = Tag(hex: key) ?? Tag(keyword: key) else {
                throw DICOMError(.malformed, "\"\(key)\" is neither a tag nor a keyword")
            }
            // The text is UTF-8 from here on, whatever it was; `set` declares that where it matters.
            if tag != .specificCharacterSet { try read(attribute, tag, into: &dataSet) }
        }
        return dataSet
    }

    private func read(_ attribute: JSONValue, _ tag: Tag, into dataSet: inout DataSet) throws(DICOMError) {
        let vr = attribute["vr"]?.text.flatMap { VR(rawValue: $0) } ?? DataDictionary.vr(of: tag) ?? .UN
        if let uri = attribute["BulkDataURI"]?.text {
            return dataSet.set(tag, bytes: bulkData(uri) ?? [], vr: vr)
        }
        if let base64 = attribute["InlineBinary"]?.text {
            guard let bytes = Base64.decode(base64.utf8) else { throw DICOMError(.malformed, "\(tag) has binary that is not base64", tag: tag) }
            return dataSet.set(tag, bytes: bytes, vr: vr)
        }
        guard let values = attribute["Value"]?.elements, !values.isEmpty else { return dataSet.setEmpty(tag, vr: vr) }
        switch vr {
        case .SQ:
            var items: [DataSet] = []
            for item in values { items.append(try one(in: item)) }
            dataSet.set(tag, items: items)
        case .PN: dataSet.set(tag, values.map(personName), vr: vr)
        default: dataSet.set(tag, values.map { $0.text ?? "" }, vr: vr)
        }
    }

    private func personName(_ value: JSONValue) -> String {
        if let text = value.text { return text }
        let groups = ["Alphabetic", "Ideographic", "Phonetic"].map { value[$0]?.text ?? "" }
        let used = groups.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
        return groups.prefix(used).joined(separator: "=")
    }
}

enum Base64 {
    /// Line breaks and the padding at the end are optional (RFC 4648).
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var word: UInt32 = 0
        var bits = 0
        for letter in text where letter != UInt8(ascii: "=") && letter > 0x20 {
            guard let value = value(of: letter) else { return nil }
            word = word << 6 | value
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
        }
        return bytes
    }

    private static func value(of letter: UInt8) -> UInt32? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
