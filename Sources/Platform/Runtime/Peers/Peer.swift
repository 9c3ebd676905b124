/// A DICOM application that this archive knows by its AE title.
public struct Peer: Sendable, Equatable {
    /// What a peer may ask for.
    public enum Right: String, Sendable, Hashable, CaseIterable, Codable {
        case echo, store, find, move, get
    }

    public var aeTitle: String
    /// A host name or an address; where a C-MOVE or `yigong send` connects to.
    public var host: String
    public var port: Int
    public var rights: Set<Right>
    /// The Specific Character Set (PS3.3 C.12.1.1.2) assumed for objects of this peer that declare none: `GB18030` …
    public var characterSet: String?
    public var usesTLS: Bool
    public var note: String

    public init(
        aeTitle: String, host: String, port: Int, rights: Set<Right> = Set(Right.allCases), characterSet: String? = nil,
        usesTLS: Bool = false, note: String = ""
    ) {
        self.aeTitle = aeTitle
        self.host = host
        self.port = port
        self.rights = rights
        self.characterSet = characterSet
        self.usesTLS = usesTLS
        self.note = note
    }

    /// Whether an AE title is one (PS3.5 6.2, VR AE): 1 to 16 characters of the default repertoire without backslash and
    /// control characters, not only spaces. Surrounding spaces do not count.
    public static func isAETitle(_ text: String) -> Bool {
        let trimmed = text.trimmingSpaces
        return (1...16).contains(trimmed.utf8.count) && trimmed.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
    }

    /// Throws `Refusal` that names the first field that cannot be.
    func check() throws {
        guard Self.isAETitle(aeTitle) else {
            throw Refusal(.invalid(field: "aeTitle"), "an AE title has 1 to 16 printable ASCII characters and no backslash")
        }
        guard !host.isEmpty, host.utf8.count <= 255, host.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.value >= 32 })
        else { throw Refusal(.invalid(field: "host"), "the host is a name or an address without spaces") }
        guard (1...65535).contains(port) else { throw Refusal(.invalid(field: "port"), "a port is a number from 1 to 65535") }
    }
}

extension String {
    /// Without the spaces that pad a DICOM value.
    var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
