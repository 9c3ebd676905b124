internal import CDICOM

/// A data set or the item of a sequence: elements in the order of their tags (PS3.5 7).
///
/// A parsed one keeps the bytes of its header and reads values when asked; one that is built keeps its elements.
public struct DataSet: Sendable {
    enum Storage: Sendable {
        case parsed(ParsedBytes, container: UInt32)
        /// In ascending order of tags.
        case built([Element])
    }

    var storage: Storage
    /// In force for its text: its own Specific Character Set (0008,0005), that of the data set around it, or the default.
    public internal(set) var characterSet: CharacterSet
    /// Where Pixel Data lies in the bytes it was parsed from.
    public private(set) var pixelData: PixelDataLocation?

    /// Parses a data set, up to Pixel Data or to the end. Offsets it reports are those within `source`.
    ///
    /// - Parameters:
    ///   - transferSyntax: how it is written. A deflated one has to be inflated before; see `PartTen.read`.
    ///   - isPrefix: more bytes follow; what is missing then is `needMore`, not `truncated`, and Pixel Data may be.
    ///   - defaultCharacterSet: for text of a data set that declares none.
    public init(
        parsing source: UnsafeRawBufferPointer, transferSyntax: TransferSyntax, stopAtPixelData: Bool = true,
        isPrefix: Bool = false, defaultCharacterSet: CharacterSet? = nil
    ) throws(DICOMError) {
        var options = cdicom_parse_options()
        options.syntax = transferSyntax.layout
        options.stop_at_pixel_data = stopAtPixelData ? 1 : 0
        options.is_prefix = isPrefix ? 1 : 0
        self.init(try ParsedBytes(source, options: options), item: CDICOM_NO_PARENT, inherited: defaultCharacterSet ?? .default)
        pixelData = locatePixelData()
    }

    /// A part of a parsed data set. Its own character set, if it has one, replaces the inherited (PS3.3 C.12.1.1.2).
    init(_ parsed: ParsedBytes, item: UInt32, inherited: CharacterSet) {
        storage = .parsed(parsed, container: item)
        characterSet = inherited
        if let declared = self[.specificCharacterSet], !declared.isEmpty {
            characterSet = CharacterSet(declared: declared.strings)
        }
    }

    /// An empty data set to build.
    public init(characterSet: CharacterSet = .utf8) {
        storage = .built([])
        self.characterSet = characterSet
    }

    public subscript(tag: Tag) -> Element? {
        switch storage {
        case .parsed(let parsed, let container):
            return parsed.find(tag, in: container).map { Element(parsed, index: $0, characterSet: characterSet) }
        case .built(let elements):
            let position = elements.position(of: tag)
            return position < elements.count && elements[position].tag == tag ? elements[position] : nil
        }
    }

    public func contains(_ tag: Tag) -> Bool { self[tag] != nil }

    /// The first value, without padding; nil if the attribute is absent or empty.
    public func string(_ tag: Tag) -> String? { self[tag]?.string }
    public func strings(_ tag: Tag) -> [String] { self[tag]?.strings ?? [] }
    public func int(_ tag: Tag) -> Int? { self[tag]?.int }
    public func ints(_ tag: Tag) -> [Int] { self[tag]?.ints ?? [] }
    public func double(_ tag: Tag) -> Double? { self[tag]?.double }
    public func doubles(_ tag: Tag) -> [Double] { self[tag]?.doubles ?? [] }
    public func items(_ tag: Tag) -> [DataSet] { self[tag]?.items ?? [] }
    public func bytes(_ tag: Tag) -> [UInt8]? { self[tag]?.bytes }
    public func personName(_ tag: Tag) -> PersonName? { self[tag]?.personName }

    /// Bytes of the source that hold the elements before Pixel Data. 0 if the data set was built.
    public var headerLength: Int {
        guard case .parsed(let parsed, CDICOM_NO_PARENT) = storage else { return 0 }
        return parsed.end
    }

    private func locatePixelData() -> PixelDataLocation? {
        guard case .parsed(let parsed, _) = storage else { return nil }
        if let element = parsed.stoppedAt { return PixelDataLocation(element) }
        for tag in [Tag.pixelData, .floatPixelData, .doubleFloatPixelData] {
            if let index = parsed.find(tag, in: CDICOM_NO_PARENT) { return PixelDataLocation(parsed.elements[index]) }
        }
        return nil
    }
}

extension DataSet: Sequence {
    /// The elements in the order in which they stand.
    public struct Iterator: IteratorProtocol {
        fileprivate let dataSet: DataSet
        fileprivate var position: Int
        fileprivate let end: Int

        public mutating func next() -> Element? {
            guard position < end else { return nil }
            switch dataSet.storage {
            case .parsed(let parsed, _):
                defer { position = parsed.next(after: position) }
                return Element(parsed, index: position, characterSet: dataSet.characterSet)
            case .built(let elements):
                defer { position += 1 }
                return elements[position]
            }
        }
    }

    public func makeIterator() -> Iterator {
        switch storage {
        case .parsed(let parsed, let container):
            let range = parsed.children(of: container)
            return Iterator(dataSet: self, position: range.lowerBound, end: range.upperBound)
        case .built(let elements):
            return Iterator(dataSet: self, position: 0, end: elements.count)
        }
    }

    public var isEmpty: Bool { makeIterator().position >= makeIterator().end }
}

extension [Element] {
    /// Where a tag stands or would have to stand.
    func position(of tag: Tag) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].tag < tag { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension TransferSyntax {
    /// How elements are laid out in it.
    var layout: cdicom_syntax {
        if isImplicit { return CDICOM_IMPLICIT_LITTLE }
        return isBigEndian ? CDICOM_EXPLICIT_BIG : CDICOM_EXPLICIT_LITTLE
    }
}
