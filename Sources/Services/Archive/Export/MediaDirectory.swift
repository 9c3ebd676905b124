import DICOM

/// DICOMDIR: the directory of a medium (PS3.3 F.3, PS3.10 8.6). Patients hold studies, studies series, series objects.
public struct MediaDirectory {
    private var patients: [Record] = []

    public init() {}

    /// - Parameter file: where the object stands on the medium: components of at most 8 of A–Z, 0–9 and underscore (PS3.10 8.2).
    public mutating func add(_ object: ExportedObject, file: [String]) {
        let header = object.header
        var place = Self.index(of: header.string(.patientID) ?? "", in: &patients) {
            Record("PATIENT", of: header, [(.patientName, ""), (.patientID, "0")])
        }
        let patient = place
        place = Self.index(of: header.string(.studyInstanceUID) ?? "", in: &patients[patient].children) {
            Record(
                "STUDY", of: header,
                [
                    (.studyDate, "19000101"), (.studyTime, "000000"), (.accessionNumber, ""), (.studyDescription, ""), (.studyInstanceUID, ""),
                    (.studyID, "0"),
                ])
        }
        let study = place
        place = Self.index(of: header.string(.seriesInstanceUID) ?? "", in: &patients[patient].children[study].children) {
            Record("SERIES", of: header, [(.modality, "OT"), (.seriesInstanceUID, ""), (.seriesNumber, "0")])
        }
        var record = Record(Self.kind(of: header), of: header, [(.instanceNumber, "0")])
        record.keys.set(Tag(0x0004, 0x1500), file)
        record.keys.set(Tag(0x0004, 0x1510), header.string(.sopClassUID) ?? "")
        record.keys.set(Tag(0x0004, 0x1511), object.sopInstanceUID)
        record.keys.set(Tag(0x0004, 0x1512), object.transferSyntax.uid)
        patients[patient].children[study].children[place].children.append(record)
    }

    /// The file, as it is called DICOMDIR.
    public func encoded() throws -> [UInt8] {
        let instance = "2.25.\(UInt64.random(in: 1 ... .max))"
        let start = try PartTen.header(sopClassUID: Self.sopClass, sopInstanceUID: instance, transferSyntax: .explicitVRLittleEndian)
        // Offsets are of fixed length, so the head is as long with the right ones as without.
        let first = start.count + (try Self.head(first: 0, last: 0)).count + Self.sequenceHeader
        var layout = Layout(offset: first)
        let roots = try layout.place(patients)
        let items = layout.items.flatMap { Self.itemHeader + $0.length + $0.bytes }
        let length = withUnsafeBytes(of: UInt32(items.count).littleEndian) { Array($0) }
        let sequence: [UInt8] = [0x04, 0x00, 0x20, 0x12] + Array("SQ".utf8) + [0, 0] + length
        return start + (try Self.head(first: roots.first ?? 0, last: roots.last ?? 0)) + sequence + items
    }

    /// Media Storage Directory Storage.
    private static let sopClass = "1.2.840.10008.1.3.10"
    private static let sequenceHeader = 12
    private static let itemHeader: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0]

    /// What stands before Directory Record Sequence (0004,1220).
    private static func head(first: Int, last: Int) throws -> [UInt8] {
        var head = DataSet()
        head.set(Tag(0x0004, 0x1130), "YIGONG")
        head.set(Tag(0x0004, 0x1200), first)
        head.set(Tag(0x0004, 0x1202), last)
        head.set(Tag(0x0004, 0x1212), 0)
        return try head.encode(transferSyntax: .explicitVRLittleEndian)
    }

    private static func index(of key: String, in records: inout [Record], _ make: () -> Record) -> Int {
        if let known = records.firstIndex(where: { $0.key == key }) { return known }
        var record = make()
        record.key = key
        records.append(record)
        return records.count - 1
    }

    /// Directory Record Type (PS3.3 F.5), by what the object is.
    private static func kind(of header: DataSet) -> String {
        switch header.string(.modality) {
        case _ where header.int(.rows) != nil: "IMAGE"
        case "SR": "SR DOCUMENT"
        case "KO": "KEY OBJECT DOC"
        case "PR": "PRESENTATION"
        case "DOC": "ENCAP DOC"
        case "RTSTRUCT": "RT STRUCTURE SET"
        case "RTPLAN": "RT PLAN"
        case "REG": "REGISTRATION"
        case "ECG", "HD", "EPS": "WAVEFORM"
        default: "RAW DATA"
        }
    }
}

extension MediaDirectory {
    fileprivate struct Record {
        var keys: DataSet
        var key = ""
        var children: [Record] = []

        /// - Parameter wanted: keys, each with what stands for it where the object has none; the type 1 ones must not be empty (PS3.3 F.5).
        init(_ kind: String, of header: DataSet, _ wanted: [(tag: Tag, otherwise: String)]) {
            keys = DataSet(characterSet: .utf8)
            keys.set(Tag(0x0004, 0x1430), kind)
            for (tag, otherwise) in wanted { keys.set(tag, header.string(tag) ?? otherwise) }
        }

        /// Its item with the places of the next record beside it and the first below; 0 for none.
        func encoded(next: Int, below: Int) throws -> [UInt8] {
            var item = keys
            item.set(Tag(0x0004, 0x1400), next)
            // Record In-use Flag: FFFF, the only value there is.
            item.set(Tag(0x0004, 0x1410), 0xFFFF)
            item.set(Tag(0x0004, 0x1420), below)
            return try item.encode(transferSyntax: .explicitVRLittleEndian)
        }
    }

    /// Puts records one behind the other, each followed by those below it.
    fileprivate struct Layout {
        struct Item {
            let bytes: [UInt8]
            var length: [UInt8] { withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { Array($0) } }
        }

        /// Of the next item, from the start of the file.
        var offset: Int
        private(set) var items: [Item] = []

        init(offset: Int) { self.offset = offset }

        /// - Returns: the offset of each.
        mutating func place(_ records: [Record]) throws -> [Int] {
            var offsets: [Int] = []
            for (number, record) in records.enumerated() {
                let position = items.count, own = offset
                let length = try record.encoded(next: 0, below: 0).count
                offsets.append(own)
                items.append(Item(bytes: []))
                offset += 8 + length
                let below = try place(record.children)
                let next = number + 1 < records.count ? offset : 0
                items[position] = Item(bytes: try record.encoded(next: next, below: below.first ?? 0))
            }
            return offsets
        }
    }
}
