import Foundation
public import HL7

/// One instrument and the way to it.
public struct AnalyzerLink: Sendable, Hashable, Codable {
    public enum Transport: Sendable, Hashable {
        /// The instrument connects to us. Several links may share a port; messages are told apart by address and sender.
        case listen(host: String, port: Int)
        /// We connect to the instrument.
        case connect(host: String, port: Int)
        case serial(SerialSettings)
        case folder(FolderSettings)
        case table(TableSettings)
    }

    /// Names it for good: letters, digits, `-`.
    public var id: String
    public var name: String
    public var profile: String
    public var isEnabled: Bool
    public var transport: Transport
    /// The character set that it is known to send, whatever its messages say.
    public var charset: HL7Charset?
    /// The only address it may call from; empty for any.
    public var address: String
    /// A part of the name it gives itself (MSH-3, MSH-4, H-5); empty for any. Tells instruments on one port apart.
    public var sender: String

    public init(
        id: String, name: String = "", profile: String, isEnabled: Bool = true, transport: Transport, charset: HL7Charset? = nil,
        address: String = "", sender: String = ""
    ) {
        self.id = id
        self.name = name
        self.profile = profile
        self.isEnabled = isEnabled
        self.transport = transport
        self.charset = charset
        self.address = address
        self.sender = sender
    }

    /// A character set by its usual names.
    public static func charset(named name: String) -> HL7Charset? {
        switch name.uppercased() {
        case "UTF-8", "UTF8", "UNICODE": .utf8
        case "GB18030", "GBK", "GB2312": .gb18030
        case "ISO-8859-1", "LATIN1": .latin1
        default: nil
        }
    }

    /// What is wrong with it, by field; nil when nothing is.
    public var fault: (field: String, message: String)? {
        guard (1...40).contains(id.utf8.count), id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
            return ("id", "a link's id is 1 to 40 letters, digits and “-”")
        }
        switch transport {
        case .listen(_, let port) where !(0...65535).contains(port), .connect(_, let port) where !(1...65535).contains(port):
            return ("transport.port", "\(port) is no port")
        case .connect(let host, _) where host.isEmpty: return ("transport.host", "to which host?")
        case .serial(let serial) where !serial.path.hasPrefix("/dev/"): return ("transport.path", "a serial port is a device below /dev")
        case .folder(let folder) where !folder.path.hasPrefix("/"): return ("transport.path", "a folder's path begins with /")
        case .table(let table) where table.query.isEmpty: return ("transport.query", "which rows?")
        default: return nil
        }
    }
}

/// A serial port: RS-232, or USB that shows itself as one.
public struct SerialSettings: Sendable, Hashable, Codable {
    public enum Parity: String, Sendable, Codable { case none, even, odd }

    public var path: String
    public var baud: Int
    public var dataBits: Int
    public var parity: Parity
    public var stopBits: Int

    /// 9600 8N1 is what E1381 section 5.2 wants every instrument to offer.
    public init(path: String, baud: Int = 9600, dataBits: Int = 8, parity: Parity = .none, stopBits: Int = 1) {
        self.path = path
        self.baud = baud
        self.dataBits = dataBits
        self.parity = parity
        self.stopBits = stopBits
    }
}

/// A folder in which an instrument's software leaves files.
public struct FolderSettings: Sendable, Hashable, Codable {
    public enum Afterwards: String, Sendable, Codable {
        /// Into the folder `done` beside it, once stored.
        case move
        case delete
        /// It stays; what was read is remembered by name, size and time.
        case keep
    }

    public var path: String
    /// Endings of files that are taken, such as `csv`; all where there is none.
    public var endings: [String]
    public var afterwards: Afterwards

    public init(path: String, endings: [String] = [], afterwards: Afterwards = .move) {
        self.path = path
        self.endings = endings
        self.afterwards = afterwards
    }
}

/// A table in which an instrument's software leaves results.
public struct TableSettings: Sendable, Hashable, Codable {
    /// A file of SQLite, `postgresql://…`, or `odbc:` with a connection string.
    public var database: String
    /// Selects `key, sample, code, value, unit, flags, time` of rows with a key beyond `?`, in the key's order.
    public var query: String
    public var seconds: Int

    public init(database: String, query: String, seconds: Int = 10) {
        self.database = database
        self.query = query
        self.seconds = seconds
    }
}

extension AnalyzerLink.Transport: Codable {
    private enum Key: String, CodingKey { case kind, host, port }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func address() throws -> (String, Int) { (try container.decode(String.self, forKey: .host), try container.decode(Int.self, forKey: .port)) }
        switch try container.decode(String.self, forKey: .kind) {
        case "listen":
            let (host, port) = try address()
            self = .listen(host: host, port: port)
        case "connect":
            let (host, port) = try address()
            self = .connect(host: host, port: port)
        case "serial": self = .serial(try SerialSettings(from: decoder))
        case "folder": self = .folder(try FolderSettings(from: decoder))
        case "table": self = .table(try TableSettings(from: decoder))
        case let kind:
            throw DecodingError.dataCorruptedError(forKey: .kind, in: container, debugDescription: "“\(kind)” is no way to an instrument")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .listen(let host, let port):
            try container.encode("listen", forKey: .kind)
            try container.encode(host, forKey: .host)
            try container.encode(port, forKey: .port)
        case .connect(let host, let port):
            try container.encode("connect", forKey: .kind)
            try container.encode(host, forKey: .host)
            try container.encode(port, forKey: .port)
        case .serial(let settings):
            try container.encode("serial", forKey: .kind)
            try settings.encode(to: encoder)
        case .folder(let settings):
            try container.encode("folder", forKey: .kind)
            try settings.encode(to: encoder)
        case .table(let settings):
            try container.encode("table", forKey: .kind)
            try settings.encode(to: encoder)
        }
    }
}
