/// What the archive writes beside each object so that an index lost or behind can be rebuilt from the objects alone.
struct StorageNote: Equatable {
    enum Standing: String { case live, conflict, quarantine }

    var standing = Standing.live
    var transferSyntax: String
    /// The character set assumed for text that declares none.
    var charset: String?
    var callingAE: String
    var peer: String
    /// Set where the object replaced another at rest: the original's digest (hex) and length.
    var originalDigest: String?
    var originalLength: Int?

    private static let separator: Character = "\u{1F}"

    /// UTF-8 fields apart by unit separators, at most 384 bytes: names from outside are cut.
    var encoded: [UInt8] {
        let fields = [
            "1", standing.rawValue, transferSyntax, charset ?? "", Self.clean(callingAE, 16), Self.clean(peer, 64),
            originalDigest ?? "", originalLength.map(String.init) ?? "",
        ]
        return Array(fields.joined(separator: String(Self.separator)).utf8)
    }

    init(
        standing: Standing = .live, transferSyntax: String, charset: String?, callingAE: String, peer: String,
        originalDigest: String? = nil, originalLength: Int? = nil
    ) {
        self.standing = standing
        self.transferSyntax = transferSyntax
        self.charset = charset
        self.callingAE = callingAE
        self.peer = peer
        self.originalDigest = originalDigest
        self.originalLength = originalLength
    }

    init?(_ bytes: [UInt8]) {
        let fields = String(decoding: bytes, as: UTF8.self).split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 8, fields[0] == "1", let standing = Standing(rawValue: fields[1]) else { return nil }
        self.init(
            standing: standing, transferSyntax: fields[2], charset: fields[3].isEmpty ? nil : fields[3],
            callingAE: fields[4], peer: fields[5], originalDigest: fields[6].isEmpty ? nil : fields[6], originalLength: Int(fields[7]))
    }

    private static func clean(_ text: String, _ limit: Int) -> String {
        String(decoding: text.utf8.filter { $0 >= 0x20 && $0 < 0x7F }.prefix(limit), as: UTF8.self)
    }
}
